import { createRequire } from "node:module";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import type * as scopes from "../../../kernel/child/modules/scope";
import { ensureBuilt, root } from "../testKernel";

ensureBuilt();
const { Scope } = createRequire(__filename)(
  join(root, "dist/kernel/child/modules/scope.js"),
) as typeof scopes;

describe("A cell that is given up", () => {
  it("tells the same names each time it is asked, as an interrupt may cut off the first answer", () => {
    const scope = new Scope();
    scope.declare(["kept", "old"])();
    scope.reference("old").v = "before";
    const giveUp = scope.declare(["kept", "old", "unreached"]);
    scope.reference("kept").v = "set";
    expect(giveUp()).toEqual(["old", "unreached"]);
    expect(giveUp()).toEqual(["old", "unreached"]);
    expect(["kept", "old", "unreached"].map((name) => scope.peek(name))).toEqual([
      "set",
      "before",
      undefined,
    ]);
  });
});
