import { Session, type Runtime } from "node:inspector";
import { createRequire } from "node:module";

type Run = (...args: never[]) => unknown;

/** A function as a debugger sees it. */
export interface SeenFunction {
  source: string;
  /** The function that a name means inside of it, or a property of that; undefined for a global one, or where nobody knows. */
  helper(name: string, property?: string): SeenFunction | undefined;
}

// A function is handed over in a module's object, as there is one in all contexts of a thread.
const shared = createRequire(__filename)("node:util") as Record<symbol, unknown>;
const key = "tsdescent.seen";
const handedOver = `process.getBuiltinModule("node:util")[Symbol.for("${key}")]`;

/** Lets `look` look at a function, its helpers and theirs. */
export function lookAt<T>(run: Run, look: (seen: SeenFunction) => T): T {
  const session = new Session();
  session.connect();
  shared[Symbol.for(key)] = run;
  try {
    const { result } = post<Runtime.EvaluateReturnType>(session, "Runtime.evaluate", {
      expression: handedOver,
    });
    const seen = seenAs(session, result);
    return look(seen ?? { source: Function.prototype.toString.call(run), helper: () => undefined });
  } finally {
    delete shared[Symbol.for(key)];
    session.disconnect();
  }
}

/** A session within its own thread answers at once. */
function post<R>(session: Session, method: string, params: object): R {
  let answer: unknown;
  session.post(method, params, (error, result) => {
    answer = error ? {} : result;
  });
  return answer as R;
}

function seenAs(
  session: Session,
  { type, objectId, description }: Runtime.RemoteObject,
): SeenFunction | undefined {
  if (type !== "function" || !objectId) return undefined;
  return {
    source: description ?? "",
    helper(name, inside) {
      const { internalProperties = [] } = propertiesOf(session, objectId);
      const scopes = internalProperties.find((property) => property.name === "[[Scopes]]")?.value?.objectId;
      if (!scopes) return undefined;
      for (const { value: scope } of propertiesOf(session, scopes).result ?? []) {
        if (!scope?.objectId || scope.description === "Global") continue;
        const found = ownProperty(session, scope.objectId, name);
        if (!found) continue;
        if (inside === undefined) return seenAs(session, found);
        const method = found.objectId && ownProperty(session, found.objectId, inside);
        return method ? seenAs(session, method) : undefined;
      }
      return undefined;
    },
  };
}

function ownProperty(session: Session, objectId: string, name: string): Runtime.RemoteObject | undefined {
  return propertiesOf(session, objectId).result?.find((property) => property.name === name)?.value;
}

function propertiesOf(session: Session, objectId: string): Partial<Runtime.GetPropertiesReturnType> {
  return post(session, "Runtime.getProperties", { objectId, ownProperties: true });
}
