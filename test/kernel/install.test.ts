import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "@jest/globals";
import { ensureBuilt, root } from "./testKernel";

describe("Installing the kernel", () => {
  const home = mkdtempSync(join(tmpdir(), "kernel-install-"));
  const kernel = (...words: string[]) =>
    spawnSync(process.execPath, [join(root, "dist/kernel/install.js"), ...words], {
      encoding: "utf8",
      env: { ...process.env, JUPYTER_DATA_DIR: join(home, "data") },
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
    expect(kernel("list").stdout).toContain("starts");
    expect(kernel("install").status).toBe(0);
    expect(kernel("uninstall", "--user").stdout.trim()).toBe("removed");
    expect(readdirSync(kernels)).toEqual([]);
    expect(kernel("uninstall", "--user").stdout.trim()).toBe("there was none to remove");
  });

  it("goes into an environment", () => {
    const prefix = join(home, "venv");
    kernel("install", "--prefix", prefix);
    expect(existsSync(join(prefix, "share", "jupyter", "kernels", "descent", "kernel.json"))).toBe(true);
  });

  it("tells how it is called", () => {
    const { status, stderr } = kernel("install", "--nowhere");
    expect(status).toBe(1);
    expect(stderr).toContain("install [--user | --sys-prefix | --prefix DIR]");
  });
});
