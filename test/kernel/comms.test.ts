import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { TestKernel } from "./testKernel";

describe("Comms", () => {
  let kernel: TestKernel;
  beforeAll(async () => {
    kernel = await TestKernel.start();
  });
  afterAll(() => kernel.stop());

  it("open from a cell, carry data and bytes both ways, and close", async () => {
    const opened = await kernel.execute(`%typecheck off
      const comm = globalThis[Symbol.for("Jupyter.comm")].open("chart", { start: 1 });
      comm.onMessage((data, [bytes]) => comm.send({ echo: data.say, first: bytes[0] }, { buffers: [new Uint8Array([9, 8])] }));
      comm.id`);
    const id = opened.result?.replaceAll("'", "") as string;
    const open = opened.messages.find(({ header }) => header.msg_type === "comm_open");
    expect(open?.content).toEqual({ comm_id: id, target_name: "chart", data: { start: 1 } });
    expect((await kernel.request("comm_info_request", { target_name: "chart" })).comms).toEqual({
      [id]: { target_name: "chart" },
    });

    const asked = await kernel.send("comm_msg", { comm_id: id, data: { say: "hi" } }, "shell", [
      Buffer.from([7]),
    ]);
    const echo = await kernel.until(({ header }) => header.msg_type === "comm_msg");
    expect(echo.content).toEqual({ comm_id: id, data: { echo: "hi", first: 7 } });
    expect([...echo.buffers[0]]).toEqual([9, 8]);
    expect(echo.parent.msg_id).toBe(asked);

    await kernel.execute("comm.close()");
    expect((await kernel.request("comm_info_request", {})).comms).toEqual({});
  });

  it("open from the front end where a cell waits for them, and tell of their end", async () => {
    await kernel.execute(`%typecheck off
      let told = [];
      globalThis[Symbol.for("Jupyter.comm")].register("sliders", (comm, data) => {
        told.push(data);
        comm.onMessage((moved) => told.push(moved));
        comm.onClose(() => told.push("closed"));
      });`);
    await kernel.send("comm_open", { comm_id: "s1", target_name: "sliders", data: { at: 1 } }, "shell");
    await kernel.send("comm_msg", { comm_id: "s1", data: { at: 2 } }, "shell");
    await kernel.send("comm_close", { comm_id: "s1", data: {} }, "shell");
    expect((await kernel.execute("JSON.stringify(told)")).result).toBe(`'[{"at":1},{"at":2},"closed"]'`);
    expect((await kernel.request("comm_info_request", {})).comms).toEqual({});
  });

  it("that nobody knows are closed again", async () => {
    await kernel.send("comm_open", { comm_id: "stranger", target_name: "nobody", data: {} }, "shell");
    const closed = await kernel.until(
      ({ header, content }) => header.msg_type === "comm_close" && content.comm_id === "stranger",
    );
    expect(closed.content).toEqual({ comm_id: "stranger", data: {} });
  });

  it("carry a thousand updates in order", async () => {
    const { messages } = await kernel.execute(
      `const many = globalThis[Symbol.for("Jupyter.comm")].open("many"); for (let i = 0; i < 1000; i++) many.send({ i })`,
    );
    const numbers = messages
      .filter(({ header }) => header.msg_type === "comm_msg")
      .map(({ content }) => content.data.i);
    expect(numbers).toEqual(Array.from({ length: 1000 }, (_, i) => i));
  });
});
