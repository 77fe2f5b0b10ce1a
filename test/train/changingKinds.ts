/** State of JavaScript that a loss reads or changes, as it is written in a cell or in a module, in TypeScript. */
export interface ChangingKind {
  title: string;
  /** Declares `loss`, which is called with truth, prediction and has `errors` of them; and `reset`, which begins anew. */
  code: string;
  /** Declares `callbacks`. */
  between?: string;
  /** Why it stays eager; undefined where it is recorded, and recorded again when it has changed. */
  changes?: string;
}

/** Kinds of numbers that somebody else changes between epochs. */
export const readOnly: ChangingKind[] = [
  {
    title: "a KL weight in a helper",
    code: `
      let beta = 0;
      const penalty = (p: any) => p.square().mean(-1).mul(beta);
      const loss = (t: any, p: any) => errors(t, p).add(penalty(p));
      const reset = () => { beta = 0; };`,
    between: "const callbacks = [{ onEpochEnd: () => { beta += 0.1; } }];",
  },
  {
    title: "a temperature in an object that a helper's helper reads",
    code: `
      const state = { deep: { temperature: 4 } };
      const heat = () => state.deep.temperature;
      const cooled = (p: any) => p.div(heat());
      const loss = (t: any, p: any) => errors(t, cooled(p));
      const reset = () => { state.deep.temperature = 4; };`,
    between: "const callbacks = [{ onEpochBegin: () => { state.deep.temperature *= 0.8; } }];",
  },
  {
    title: "a private field that a method reads",
    code: `
      class Schedule {
        #value = 0;
        get value() { return this.#value; }
        raise() { this.#value += 0.1; }
        weigh(x: any) { return x.mul(this.#value); }
        reset() { this.#value = 0; }
      }
      const schedule = new Schedule();
      const loss = (t: any, p: any) => errors(t, p).add(schedule.weigh(p.square().mean(-1)));
      const reset = () => schedule.reset();`,
    between: "const callbacks = [{ onEpochEnd: () => schedule.raise() }];",
  },
  {
    title: "a static field",
    code: `
      class Settings { static beta = 0; }
      const loss = (t: any, p: any) => errors(t, p).add(p.square().mean(-1).mul(Settings.beta));
      const reset = () => { Settings.beta = 0; };`,
    between: "const callbacks = [{ onEpochEnd: () => { Settings.beta += 0.1; } }];",
  },
  {
    title: "an entry of a Map",
    code: `
      const weights = new Map([["kl", 0]]);
      const weight = () => weights.get("kl")!;
      const loss = (t: any, p: any) => errors(t, p).add(p.square().mean(-1).mul(weight()));
      const reset = () => { weights.set("kl", 0); };`,
    between: `const callbacks = [{ onEpochEnd: () => { weights.set("kl", weights.get("kl")! + 0.1); } }];`,
  },
  {
    title: "a branch in a helper",
    code: `
      let stage = 0;
      const early = () => stage < 4;
      const loss = (t: any, p: any) => (early() ? errors(t, p) : t.sub(p).abs().mean(-1));
      const reset = () => { stage = 0; };`,
    between: "const callbacks = [{ onEpochBegin: (epoch: number) => { stage = epoch; } }];",
  },
  {
    title: "the variable of a factory's closure",
    code: `
      const annealing = () => {
        let beta = 0;
        return { weigh: (x: any) => x.mul(beta), raise: () => { beta += 0.1; }, reset: () => { beta = 0; } };
      };
      const kl = annealing();
      const loss = (t: any, p: any) => errors(t, p).add(kl.weigh(p.square().mean(-1)));
      const reset = () => kl.reset();`,
    between: "const callbacks = [{ onEpochEnd: () => kl.raise() }];",
  },
  {
    title: "an object of a module",
    code: `
      const loss = (t: any, p: any) => errors(t, p).add(p.square().mean(-1).mul(shared.beta));
      const reset = () => { shared.beta = 0; };`,
    between: "const callbacks = [{ onEpochEnd: () => { shared.beta += 0.1; } }];",
  },
];

// What it does after 20 calls cannot be seen in the first ones.
const late = "(t: any, p: any) => errors(t, p).mul(next() < 20 ? 1 : 0.5)";

/** Kinds of state that the loss changes by itself. */
export const selfMade: ChangingKind[] = [
  {
    title: "a counter in a helper",
    code: `let calls = 0; const next = () => ++calls; const loss = ${late}; const reset = () => { calls = 0; };`,
    changes: "calls",
  },
  {
    title: "a counter in a helper's helper, handed on as an argument",
    code: `
      let calls = 0;
      const more = () => ++calls;
      const apply = (run: () => number) => run();
      const next = () => apply(more);
      const loss = ${late};
      const reset = () => { calls = 0; };`,
    changes: "calls",
  },
  {
    title: "a counter of a class instance",
    code: `
      class Schedule { step = 0; next() { return ++this.step; } }
      const schedule = new Schedule();
      const next = () => schedule.next();
      const loss = (t: any, p: any) => errors(t, p).mul(schedule.next() < 20 ? 1 : 0.5);
      const reset = () => { schedule.step = 0; };`,
    changes: "schedule",
  },
  {
    title: "a private counter of a class that another extends",
    code: `
      class Base { #step = 0; advance() { return ++this.#step; } reset() { this.#step = 0; } }
      class Schedule extends Base {}
      const schedule = new Schedule();
      const loss = (t: any, p: any) => errors(t, p).mul(schedule.advance() < 20 ? 1 : 0.5);
      const reset = () => schedule.reset();`,
    changes: "this.#step",
  },
  {
    title: "a getter that counts",
    code: `
      let calls = 0;
      const schedule = { get factor() { return ++calls < 20 ? 1 : 0.5; } };
      const loss = (t: any, p: any) => errors(t, p).mul(schedule.factor);
      const reset = () => { calls = 0; };`,
    changes: "calls",
  },
  {
    title: "a static counter",
    code: `
      class Schedule { static step = 0; static advance() { return ++Schedule.step; } }
      const loss = (t: any, p: any) => errors(t, p).mul(Schedule.advance() < 20 ? 1 : 0.5);
      const reset = () => { Schedule.step = 0; };`,
    changes: "Schedule.step",
  },
  {
    title: "a counter in a factory's closure",
    code: `
      const counter = () => { let count = 0; return { next: () => ++count, reset: () => { count = 0; } }; };
      const { next, reset: again } = counter();
      const loss = ${late};
      const reset = () => again();`,
    changes: "count",
  },
  {
    title: "a counter in a Map",
    code: `
      const counts = new Map<string, number>();
      const next = () => { counts.set("calls", (counts.get("calls") ?? 0) + 1); return counts.get("calls")!; };
      const loss = ${late};
      const reset = () => counts.clear();`,
    changes: "counts",
  },
  {
    title: "a Set that grows",
    code: `
      const seen = new Set<number>();
      const next = () => seen.add(seen.size).size;
      const loss = ${late};
      const reset = () => seen.clear();`,
    changes: "seen",
  },
  {
    title: "a counter under another name",
    code: `
      const state = { calls: 0 };
      const next = () => { const own = state; own.calls += 1; return own.calls; };
      const loss = ${late};
      const reset = () => { state.calls = 0; };`,
    changes: "state.calls",
  },
  {
    title: "a generator under another name",
    code: `
      function* factors() { for (let at = 0; ; at++) yield at; }
      let all = factors();
      const next = () => { const mine = all; return mine.next().value as number; };
      const loss = ${late};
      const reset = () => { all = factors(); };`,
    changes: "all",
  },
  {
    title: "a list of functions of which one counts",
    code: `
      let calls = 0;
      const parts = [() => 1, () => ++calls];
      const next = () => parts.map((part) => part()).at(-1)!;
      const loss = ${late};
      const reset = () => { calls = 0; };`,
    changes: "calls",
  },
  {
    title: "a module's own counter",
    code: `const loss = (t: any, p: any) => errors(t, p).mul(tick() < 20 ? 1 : 0.5); const reset = () => resetModule();`,
    changes: "calls",
  },
];
