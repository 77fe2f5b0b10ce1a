import { Pulse } from "../../../src/tune/executors/pulse";

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

test("a worker that answers lives on", () => {
  const dead = jest.fn();
  const pulse: Pulse = new Pulse(() => pulse.beat(), dead);
  jest.advanceTimersByTime(600_000);
  expect(dead).not.toHaveBeenCalled();
  pulse.stop();
});

test("a worker that does not answer for half a minute is given up, once", () => {
  const asked = jest.fn();
  const dead = jest.fn();
  new Pulse(asked, dead);
  jest.advanceTimersByTime(30_000);
  expect(asked).toHaveBeenCalledTimes(6);
  expect(dead).not.toHaveBeenCalled();
  jest.advanceTimersByTime(60_000);
  expect(dead.mock.calls).toEqual([["the worker did not answer for 30 s"]]);
});
