import { sayOnce, stepMode, type CompileOption } from "../../src/train/stepMode";

// Where steps run is what TensorFlow.js and the backend's choice say.
const mockPlace = { backend: "tensorflow", isChosen: false };
jest.mock("@tensorflow/tfjs", () => ({ getBackend: () => mockPlace.backend }));
jest.mock("../../src/backend/useBackend", () => ({ isBackendChosen: () => mockPlace.isChosen }));

let said: string[];
beforeEach(() => {
  said = [];
  jest.spyOn(console, "log").mockImplementation((line: string) => void said.push(line));
});
afterEach(() => jest.restoreAllMocks());

test.each<[CompileOption, steps: number | undefined, string]>([
  [true, 1, "eager"],
  [true, 7, "eager"],
  [true, 8, "auto"],
  [true, 1500, "auto"],
  [true, undefined, "auto"],
  [false, 1500, "eager"],
  [false, undefined, "eager"],
  ["auto", 1, "auto"],
  ["graph", 1, "graph"],
  ["xla", 1, "xla"],
  ["eager", 5000, "eager"],
])("compile: %s, of %s steps is %s", (option, steps, mode) => {
  expect(stepMode("fit", option, steps).mode).toBe(mode);
});

test("another word is refused", () => {
  expect(() => stepMode("fit", "grpah" as never, 1)).toThrow(
    'fit: unknown compile "grpah"; did you mean "graph"?',
  );
});

test("each reason is said once, whichever step it was", () => {
  sayOnce("fit stays eager, because of this");
  sayOnce("evaluate stays eager, because of this");
  sayOnce("fit stays eager, because of that");
  sayOnce("fit stays eager, because of this");
  expect(said).toEqual(["fit stays eager, because of this", "fit stays eager, because of that"]);
});

const slow =
  'evaluate runs on plain JavaScript, some hundred times slower than native TensorFlow; write "await d.useBackend()" first, ' +
  "which takes the fastest engine that is set up";

test("plain JavaScript that nobody chose is said once, and that steps stay eager there not again", () => {
  const saidBy = (backend: string, isChosen: boolean) => {
    Object.assign(mockPlace, { backend, isChosen });
    stepMode("evaluate", true);
    return said.length;
  };
  expect([saidBy("tensorflow", false), saidBy("cpu", true)]).toEqual([0, 0]);
  expect([saidBy("cpu", false), saidBy("cpu", false)]).toEqual([1, 1]);
  sayOnce("fit stays eager, because the backend is cpu, not native TensorFlow");
  expect(said).toEqual([slow]);
});
