"""Takes TensorFlow's two libraries and the C API's headers out of a wheel: extractWheel.py WHEEL FOLDER NAME...

Prints the fraction done, one number a line. A wheel is a zip file; nothing of it is installed.
"""

import sys
import zipfile
from pathlib import Path

HEADERS = ("tensorflow/c/", "tensorflow/core/platform/", "tsl/platform/", "xla/tsl/c/")


def destination(name: str, libraries: list[str]) -> str | None:
    inner = name.removeprefix("tensorflow/")
    if inner in libraries:
        return f"lib/{inner}"
    if inner.startswith("include/") and inner.removeprefix("include/").startswith(HEADERS):
        return inner
    return None


def main(wheel: str, folder: str, libraries: list[str]) -> None:
    with zipfile.ZipFile(wheel) as archive:
        wanted = [(info, destination(info.filename, libraries)) for info in archive.infolist()]
        wanted = [(info, to) for info, to in wanted if to and not info.is_dir()]
        total, done = sum(info.file_size for info, _ in wanted), 0
        for info, to in wanted:
            target = Path(folder, to)
            target.parent.mkdir(parents=True, exist_ok=True)
            with archive.open(info) as source, target.open("wb") as sink:
                while chunk := source.read(1 << 24):
                    sink.write(chunk)
                    done += len(chunk)
                    print(done / total, flush=True)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3:])
