// Flags are tested, compared and printed: nothing shows a proxy.
export class Runner {
  step(command) {
    this.pyodide.runPython("status = resume(command); suspended = status != 0");
    this.suspended = this.pyodide.globals.get("suspended");
    this.asks = this.pyodide.globals.get("status") === 2;
    if (!this.pyodide.globals.get("done") && !this.suspended) {
      this.write("? ");
    }
  }
  constructor(pyodide, write) {
    this.pyodide = pyodide;
    this.write = write;
    this.suspended = false;
  }
}
