// A field that holds a boolean elsewhere holds one here: Python's True is no proxy.
import { loadPyodide } from "pyodide";

class Runner {
  async start() {
    this.pyodide = await loadPyodide();
    this.done = false;
  }
  async step() {
    this.done = false;
    await this.pyodide.runPythonAsync("done = True");
    this.done = this.pyodide.globals.get("done");
    return this.done;
  }
}
const runner = new Runner();
await runner.start();
setInterval(() => runner.step(), 100);

// a rest parameter is an array, whatever Python hands over
runner.pyodide.registerJsModule("loader", { load: (...urls) => urls.map((url) => fetch(url)) });
