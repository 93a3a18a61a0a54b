// The function of a promise runs once, here at start-up.
import { loadPyodide } from "pyodide";

const pyodide = await loadPyodide();
export const ready = new Promise((resolve) => {
  const names = pyodide.runPython("[1, 2]");
  resolve(names.length);
});
