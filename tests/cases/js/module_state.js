// A variable of the module that other functions change: no branch on it is dead
import { loadPyodide } from "pyodide";

let pyodide = null;
let status = "idle";

export async function start() {
  status = "loading";
  pyodide = await loadPyodide();
  status = "ready";
}

export function design(params) {
  if (!pyodide || status !== "ready") {
    throw new Error("not ready");
  }
  const run = pyodide.globals.get("design"); // expect: pyproxy/leak
  return run(params) + 1;
}
