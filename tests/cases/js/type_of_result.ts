// The type is that of what loadPyodide gives
import { loadPyodide } from "pyodide";

type Interpreter = Awaited<ReturnType<typeof loadPyodide>>;

export class Runner {
  constructor(private interpreter: Interpreter) {}
  onclick() {
    const rows = this.interpreter.runPython("[1]"); // expect: pyproxy/leak
    console.log(rows.toJs());
  }
}
