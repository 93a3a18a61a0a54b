export class Results {
  constructor(pyodide) {
    this.pyodide = pyodide;
    this.open = new Set();
  }
  onMessage() {
    this.open.add(this.pyodide.runPython("[1, 2]"));
  }
  release() {
    for (const proxy of this.open) proxy.destroy();
    this.open.clear();
  }
}
