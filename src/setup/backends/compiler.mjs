import fs from "node:fs";
import path from "node:path";
import { inTemporaryFolder } from "../system/inTemporaryFolder.mjs";
import { onPath } from "../system/onPath.mjs";
import { mustRun, runCommand } from "../system/runCommand.mjs";

/** The C++ compiler on PATH, or null. */
export function compilerOnPath() {
  return onPath([process.env.CXX, "c++", "g++", "clang++"].filter((name) => name !== undefined));
}

/** Whether there is a C++ compiler that makes a library of a program with a standard header. */
export async function hasCompiler() {
  const compiler = compilerOnPath();
  if (!compiler) return false;
  return inTemporaryFolder("compiler", async (folder) => {
    const source = path.join(folder, "try.cc");
    fs.writeFileSync(source, "#include <string>\nstd::string name() { return std::string(3, 'x'); }\n");
    const args = ["-std=c++17", "-fPIC", "-shared", source, "-o", path.join(folder, "try.so")];
    return (await runCommand(compiler, args, { timeoutMs: 60_000 })).code === 0;
  });
}

/**
 * Compiles tfjs-node's binding against a TensorFlow library. It speaks Node-API only, so one binding serves
 * every version of Node and needs none of Node's own headers.
 *
 * @param {{package: string, nodeHeaders: string, libraries: string[], include: string, to: string}} paths
 *   `package`: tfjs-node; `libraries`: full names; `to`: the binding, beside whose `../../deps/lib` the libraries lie
 */
export async function compileBinding(paths) {
  const compiler = compilerOnPath();
  if (!compiler) throw new Error("compileBinding: needs a C++ compiler on PATH");
  const binding = path.join(paths.package, "binding");
  fs.mkdirSync(path.dirname(paths.to), { recursive: true });
  const mac = process.platform === "darwin";
  const args = [
    ...["-std=c++17", "-O2", "-fPIC", "-DNAPI_VERSION=8"],
    ...(mac ? ["-bundle", "-undefined", "dynamic_lookup"] : ["-shared"]),
    ...[paths.include, paths.nodeHeaders].map((folder) => `-I${folder}`),
    ...["tfjs_backend.cc", "tfjs_binding.cc"].map((file) => path.join(binding, file)),
    ...paths.libraries,
    `-Wl,-rpath,${mac ? "@loader_path" : "$ORIGIN"}/../../deps/lib`,
    ...["-o", paths.to],
  ];
  await mustRun("Compiling the binding", compiler, args);
}
