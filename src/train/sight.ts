import { Session, type Debugger, type Runtime } from "node:inspector";
import { createRequire } from "node:module";
import { dirname, join, sep } from "node:path";

/** A function, whatever it takes. */
export type AnyFunction = (...args: never[]) => unknown;

/** Names and what they mean. */
export type Scope = Record<string, unknown>;

// A value is handed over in a module's object, as there is one in all contexts of a thread.
const shared = createRequire(__filename)("node:util") as Record<symbol, unknown>;
const key = "tsdescent.seen";
const place = `process.getBuiltinModule("node:util")[Symbol.for("${key}")]`;

/** Files of scripts, by V8's numbers, which never change. */
const files = new Map<string, string>();

/** Whose functions are, which never changes either. */
const users = new WeakMap<AnyFunction, boolean>();

const library = dirname(__dirname) + sep;
const kernel = join(library, "..", "kernel") + sep;

/** Whether a function is bound, or not written in JavaScript. */
export function isNative(run: unknown): boolean {
  return String(run).endsWith("{ [native code] }");
}

/** Has `look` see what only a debugger does. */
export function withSight<T>(look: (sight: Sight) => T): T {
  const session = new Session();
  session.connect();
  try {
    return look(new Sight(session));
  } finally {
    delete shared[Symbol.for(key)];
    session.disconnect();
  }
}

/** What V8's debugger sees of values in its own thread. */
export class Sight {
  constructor(private readonly session: Session) {}

  /** What the names around a function, or within a generator that waits, mean now: the nearest scope first, without globals. */
  scopesOf(of: object): Scope[] {
    return this.everyScopeOf(of).flatMap(({ description, object }) =>
      description === "Global" ? [] : [object],
    );
  }

  /** The object of global names that a function sees: each context has its own. */
  globalOf(of: object): object | undefined {
    return this.everyScopeOf(of).find(({ description }) => description === "Global")?.object;
  }

  private everyScopeOf(of: object): { description: string; object: Scope }[] {
    const list = this.internalOf(of, "[[Scopes]]")?.objectId;
    return list ? Array.from(this.take(list) as ArrayLike<{ description: string; object: Scope }>) : [];
  }

  /** What a map or set holds whose keys nobody can list: [{key, value}, …]. */
  entriesOf(weak: object): unknown[] {
    const list = this.internalOf(weak, "[[Entries]]")?.objectId;
    return list ? Array.from(this.take(list) as ArrayLike<unknown>) : [];
  }

  /** An object's private fields. */
  privatesOf(of: object): [name: string, value: unknown][] {
    const { privateProperties = [] } = this.propertiesOf(of) as {
      privateProperties?: Runtime.PropertyDescriptor[];
    };
    return privateProperties.flatMap(({ name, value }): [string, unknown][] =>
      value ? [[name, value.objectId ? this.take(value.objectId) : value.value]] : [],
    );
  }

  /** Where a generator waits, in words. */
  placeOf(generator: object): string {
    return JSON.stringify(this.internalOf(generator, "[[GeneratorLocation]]")?.value);
  }

  /** What a function that is bound calls; the function that a generator is at work in. */
  targetOf(of: object): unknown {
    const target = this.internalOf(of, "[[TargetFunction]]") ?? this.internalOf(of, "[[GeneratorFunction]]");
    const id = target?.objectId;
    return id && this.take(id);
  }

  /** Whether a function is the user's: neither Node's own, nor this library's, nor of a package. */
  isUsers(run: AnyFunction): boolean {
    if (!users.has(run)) users.set(run, this.isInUsersFile(run));
    return users.get(run)!;
  }

  private isInUsersFile(run: AnyFunction): boolean {
    const file = this.fileOf(run)?.replace(/^file:\/\//, "");
    if (file === undefined || file.startsWith("node:")) return false;
    return ![library, kernel].some((own) => file.startsWith(own)) && !/[\\/]node_modules[\\/]/.test(file);
  }

  private fileOf(run: AnyFunction): string | undefined {
    const location = this.internalOf(run, "[[FunctionLocation]]")?.value as Debugger.Location | undefined;
    if (!location) return undefined;
    const { scriptId } = location;
    if (!files.has(scriptId)) this.learnFiles();
    // What no debugger is told of is Node's own.
    if (!files.has(scriptId)) files.set(scriptId, "node:");
    return files.get(scriptId);
  }

  private learnFiles(): void {
    this.session.on("Debugger.scriptParsed", ({ params }) => files.set(params.scriptId, params.url));
    this.post("Debugger.enable", {});
    this.post("Debugger.disable", {});
    this.session.removeAllListeners("Debugger.scriptParsed");
  }

  private internalOf(of: object, name: string): Runtime.RemoteObject | undefined {
    const { internalProperties = [] } = this.propertiesOf(of);
    return internalProperties.find((property) => property.name === name)?.value;
  }

  private propertiesOf(of: object): Partial<Runtime.GetPropertiesReturnType> {
    shared[Symbol.for(key)] = of;
    const { result } = this.post<Runtime.EvaluateReturnType>("Runtime.evaluate", { expression: place });
    const asked = { objectId: result.objectId, ownProperties: true, nonIndexedPropertiesOnly: true };
    return this.post("Runtime.getProperties", asked);
  }

  private take(objectId: string): unknown {
    this.post("Runtime.callFunctionOn", {
      objectId,
      functionDeclaration: `function () { ${place} = this; }`,
    });
    return shared[Symbol.for(key)];
  }

  /** A session within its own thread answers at once. */
  private post<R>(method: string, params: object): R {
    let answer: unknown;
    this.session.post(method, params, (error, result) => {
      answer = error ? {} : result;
    });
    return answer as R;
  }
}
