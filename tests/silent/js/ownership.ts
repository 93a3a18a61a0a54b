// Ownership that is passed on.
import type { PyodideInterface } from "pyodide";
import type { PyCallable, PyDict, PyProxy } from "pyodide/ffi";

export interface Session {
  run: PyCallable;
  namespace: PyDict;
}

export function open(pyodide: PyodideInterface): Session {
  const namespace = pyodide.toPy({ debug: false }) as PyDict;
  const run = pyodide.globals.get("run") as PyCallable;
  return { run, namespace };
}

export function close(session: Session): void {
  session.run.destroy();
  session.namespace.destroy();
}

export class Pool {
  private readonly free: PyProxy[] = [];
  private readonly byName = new Map<string, PyProxy>();

  constructor(private readonly pyodide: PyodideInterface) {}

  take(): PyProxy {
    return this.free.pop() ?? this.pyodide.toPy({ used: 0 });
  }

  give(proxy: PyProxy): void {
    this.free.push(proxy);
  }

  named(name: string): PyProxy {
    let proxy = this.byName.get(name);
    if (!proxy) {
      proxy = this.pyodide.toPy({ name }) as PyProxy;
      this.byName.set(name, proxy);
    }
    return proxy;
  }

  [Symbol.dispose](): void {
    this.free.forEach((proxy) => proxy.destroy());
    this.byName.forEach((proxy) => proxy.destroy());
  }
}

export async function withNamespace<T>(pyodide: PyodideInterface, use: (ns: PyDict) => Promise<T>): Promise<T> {
  const ns = pyodide.toPy({}) as PyDict;
  try {
    return await use(ns);
  } finally {
    ns.destroy();
  }
}

export function resolveLater(pyodide: PyodideInterface): Promise<PyCallable> {
  return new Promise((resolve) => resolve(pyodide.globals.get("handler") as PyCallable));
}

export function* rows(pyodide: PyodideInterface): Generator<PyProxy> {
  yield pyodide.runPython("[1, 2]");
}
