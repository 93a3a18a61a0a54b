// A script: every stage runs once.
import { loadPyodide } from "pyodide";

async function stage(label, work) {
  console.log(label);
  return await work();
}

const pyodide = await stage("load", () => loadPyodide());
await stage("install", () => {
  pyodide.globals.set("NAMES", pyodide.toPy(["numpy", "pandas"]));
  return pyodide.runPythonAsync("import micropip; await micropip.install(NAMES)");
});
