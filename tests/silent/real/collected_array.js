export class Results {
  constructor(pyodide) {
    this.pyodide = pyodide;
    this.open = [];
  }
  onMessage() {
    this.open.push(this.pyodide.runPython("[1, 2]"));
  }
  release() {
    while (this.open.length) this.open.pop().destroy();
  }
}
