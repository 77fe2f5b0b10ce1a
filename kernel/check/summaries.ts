import type { Declaration } from "./declarations.js";
import type { LanguageServer, Position } from "./languageServer.js";
import type { Placed } from "./placed.js";
import { summarise } from "./summary.js";

/** How many names are summarised before the next cell is checked; more must wait until nobody does. */
const few = 8;

/** Summarises what cells declare, beside their running. */
export class Summaries {
  private readonly waiting: { placed: Placed; declaration: Declaration }[] = [];
  private working: Promise<unknown> | undefined;
  private paused = false;

  constructor(private readonly server: LanguageServer) {}

  /** Takes up a cell that has no mistakes. */
  add(placed: Placed): void {
    const described = placed.declared.filter(({ at, type }) => at !== undefined && !type);
    this.waiting.push(...described.map((declaration) => ({ placed, declaration })));
    this.resume();
  }

  /** Goes on with what was left. */
  resume(): void {
    this.paused = false;
    // Without its compiler nothing can be summarised, and the next check says why.
    const ended = () => (this.working = undefined);
    this.working ??= this.work().then(ended, ended);
  }

  /** Lets a cell that comes go first; resolves when it can. */
  async pause(): Promise<void> {
    this.paused = this.waiting.length > few;
    await this.working;
  }

  private async work(): Promise<void> {
    while (!this.paused && this.waiting.length > 0) await this.next();
  }

  private async next(): Promise<void> {
    const { placed, declaration } = this.waiting.shift() as Summaries["waiting"][number];
    const { name, said, at = 0 } = declaration;
    const described = said ?? inWords(await this.server.hover(placed.file, positionOf(placed.code, at)));
    const home = placed.homes.get(name);
    if (home && described) home.summary = summarise(described, declaration, placed);
  }
}

/** What the compiler says of a declaration; undefined when it has documentation, which words cannot keep. */
function inWords(hover = ""): string | undefined {
  return /^```typescript\n([^]*?)\n```\s*$/.exec(hover)?.[1];
}

function positionOf(code: string, at: number): Position {
  const lines = code.slice(0, at).split("\n");
  return { line: lines.length - 1, character: (lines.at(-1) as string).length };
}
