/** How a step can run. */
export type StepMode = "graph" | "xla" | "eager";

/** What a compiled step does, why, and what it measured. */
export interface CompileReport {
  /** How the newest call ran. */
  mode: StepMode;
  /** Whether `mode: "auto"` is still choosing. */
  measuring: boolean;
  /** One line: why this mode. */
  why: string;
  /** Milliseconds of a step (the lower decile), for each mode that was measured. */
  msPerStep: Partial<Record<StepMode, number>>;
  /** Operations in the graph, constants and placeholders included. */
  nodes: number;
  /** Milliseconds spent on recording, building and compiling. */
  warmUpMs: number;
  /** Input shapes that were recorded. */
  recordings: number;
}

/** The part of it that one shape of inputs has. */
export type StepReport = Omit<CompileReport, "recordings">;

/** The report of what has not run. */
export const notRun: CompileReport = {
  mode: "eager",
  measuring: true,
  why: "it has not run yet",
  msPerStep: {},
  nodes: 0,
  warmUpMs: 0,
  recordings: 0,
};
