#!/usr/bin/env bash
# Compiles libsvm to libsvm.wasm, beside this script, from PyPI's source package and with PyPI's Zig, both pinned.
set -euo pipefail
here="$(cd "$(dirname "$0")" && pwd)"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
cd "$work"

python3 -m venv venv
venv/bin/pip install --quiet ziglang==0.17.1
venv/bin/pip download --quiet --no-deps --no-binary :all: libsvm-official==3.37.0
echo "50dc3e118a92b43554160c2095d7f06325751a7b5dad097e401e11b64820d2cf  libsvm_official-3.37.0.tar.gz" | sha256sum --check --quiet
tar -xzf libsvm_official-3.37.0.tar.gz
cp libsvm_official-3.37.0/LICENSE "$here/LICENSE"

exports=(allocate train supportCount supportIndices supportPerClass coefficients offsets)
venv/bin/python -m ziglang c++ -target wasm32-wasi -mexec-model=reactor -O3 -flto -fno-exceptions -fno-rtti -s \
  -Wno-everything -I libsvm_official-3.37.0/cpp-source "${exports[@]/#/-Wl,--export=}" "$here/shim.cpp" -o "$here/libsvm.wasm"
sha256sum "$here/libsvm.wasm"
