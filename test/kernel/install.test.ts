import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "@jest/globals";
import { ensureBuilt, root } from "./testKernel";

describe("Installing the kernel", () => {
  const home = mkdtempSync(join(tmpdir(), "kernel-install-"));
  const kernel = (...words: string[]) =>
    spawnSync(process.execPath, [join(root, "dist/kernel/jupyter/install.js"), ...words], {
      encoding: "utf8",
      env: {
        ...process.env,
        JUPYTER_DATA_DIR: join(home, "data"),
        XDG_DATA_HOME: join(home, "history"),
        PATH: `${join(home, "python", "bin")}:${process.env.PATH}`,
      },
    });
  beforeAll(ensureBuilt);

  it("puts a kernelspec with logos where Jupyter looks, lists it, and removes it without a trace", () => {
    expect(kernel("install", "--user").status).toBe(0);
    const kernels = join(home, "data", "kernels");
    expect(readdirSync(join(kernels, "descent")).sort()).toEqual([
      "kernel.json",
      "logo-32x32.png",
      "logo-64x64.png",
      "logo-svg.svg",
    ]);
    const spec = JSON.parse(readFileSync(join(kernels, "descent", "kernel.json"), "utf8"));
    expect(spec).toMatchObject({
      display_name: "Descent (TypeScript)",
      language: "typescript",
      interrupt_mode: "message",
    });
    expect(existsSync(spec.argv[1])).toBe(true);
    const opened = 0o777 & ~process.umask();
    expect(statSync(join(kernels, "descent")).mode & 0o777).toBe(opened);
    expect(statSync(join(kernels, "descent", "kernel.json")).mode & 0o777).toBe(opened & 0o666);
    expect(kernel("list").stdout).toContain("starts");
    expect(kernel("install").status).toBe(0);
    expect(kernel("uninstall", "--user").stdout.trim()).toBe("removed");
    expect(readdirSync(kernels)).toEqual([]);
    expect(kernel("uninstall", "--user").stdout.trim()).toBe("there was none to remove");
  });

  it("goes into an environment, is listed there, and is removed from there", () => {
    const prefix = join(home, "venv");
    const folder = join(prefix, "share", "jupyter", "kernels", "descent");
    expect(kernel("install", "--prefix", prefix).stdout.trim()).toBe(`installed ${folder}`);
    expect(existsSync(join(folder, "kernel.json"))).toBe(true);
    expect(kernel("list", "--prefix", prefix).stdout).toContain(`${folder}  starts`);
    expect(kernel("uninstall", "--prefix", prefix).stdout.trim()).toBe("removed");
    expect(existsSync(folder)).toBe(false);
  });

  it("goes into the environment whose Python is the first on the PATH", () => {
    spawnSync("python3", ["-m", "venv", "--without-pip", join(home, "python")]);
    const folder = join(home, "python", "share", "jupyter", "kernels", "descent");
    expect(kernel("install", "--sys-prefix").stdout.trim()).toBe(`installed ${folder}`);
    expect(kernel("list").stdout).toContain(`${folder}  starts`);
    expect(kernel("uninstall", "--sys-prefix").stdout.trim()).toBe("removed");
  });

  it("says where the history of what was run is, when it is removed", () => {
    const history = join(home, "history", "tsdescent");
    mkdirSync(history, { recursive: true });
    kernel("install", "--user");
    expect(kernel("uninstall", "--user").stdout).toContain(`kept in ${history}, which you may delete`);
  });

  it("tells how it is called", () => {
    const { status, stderr } = kernel("install", "--nowhere");
    expect(status).toBe(1);
    expect(stderr).toContain("install [--user | --sys-prefix | --prefix DIR]");
  });
});
