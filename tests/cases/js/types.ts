// TypeScript: annotations, casts, assertions
import { loadPyodide } from "pyodide";
import type { PyodideInterface } from "pyodide";
import type { PyCallable, PyDict, PyProxy, PySequence } from "pyodide/ffi";

export function cast(pyodide: PyodideInterface, text: string): number[] {
  const rows = pyodide.globals.get("parse")!(text) as PyProxy; // expect: pyproxy/chained-temporary, pyproxy/leak
  return (rows as unknown as { toJs(): number[] }).toJs();
}

export function annotated(api: PyodideInterface): string {
  const table: PyDict = api.runPython(SOURCE); // expect: pyproxy/leak
  return table.toString();
}

export function annotatedReleased(api: PyodideInterface): string {
  const table: PyDict = api.runPython(SOURCE);
  const text = table.toString();
  table.destroy();
  return text;
}

export function released(pyodide: PyodideInterface): number {
  const rows = pyodide.runPython("[[1], [2]]") as PySequence;
  try {
    return rows.length;
  } finally {
    (rows as unknown as PyProxy).destroy();
  }
}

export function nonNull(pyodide: PyodideInterface | null): void {
  const step = pyodide!.globals.get("step") as PyCallable; // expect: pyproxy/leak
  step(1);
}

export function optional(pyodide?: PyodideInterface): void {
  const step = pyodide?.globals.get("step") as PyCallable | undefined;
  step?.(1);
  step?.destroy();
}

export function typed(proxy: PyProxy): unknown {
  return proxy.toJs();
}

export class Runner {
  private namespace?: PyDict;

  constructor(private readonly pyodide: PyodideInterface) {}

  open(): void {
    this.namespace = this.pyodide.toPy({ debug: true }) as PyDict;
  }

  size(): number {
    const rows = this.pyodide.runPython("[[1], [2]]"); // expect: pyproxy/leak
    return rows.length;
  }

  dispose(): void {
    this.namespace?.destroy();
    this.namespace = undefined;
  }
}

let instance: Promise<PyodideInterface> | undefined;

function get(): Promise<PyodideInterface> {
  instance ??= loadPyodide();
  return instance;
}

export async function run<T>(code: string): Promise<T> {
  const pyodide = await get();
  const result: unknown = await pyodide.runPythonAsync(code); // expect: pyproxy/leak
  return (result as PyProxy).toJs() as T;
}

export async function runReleased<T>(code: string): Promise<T> {
  const pyodide = await get();
  const result = (await pyodide.runPythonAsync(code)) satisfies PyProxy;
  try {
    return <T>result.toJs();
  } finally {
    result.destroy();
  }
}

const SOURCE = "{name: 1 for name in names}";
