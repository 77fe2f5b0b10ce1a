type Listener = () => void;

/** Runs something in a kernel that can interrupt it. */
export async function interruptible<T>(run: (interrupt: () => void) => Promise<T>): Promise<T> {
  const key = Symbol.for("Jupyter.interrupt");
  const all = globalThis as Record<symbol, unknown>;
  const listeners = new Set<Listener>();
  all[key] = (listener: Listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  try {
    return await run(() => [...listeners].forEach((listener) => listener()));
  } finally {
    delete all[key];
  }
}
