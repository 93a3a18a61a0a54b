// At start-up a certain proxy is a note; where the text has no value there is not even that
import { loadPyodide } from "pyodide";

const pyodide = await loadPyodide();
pyodide.runPython("[1, 2]"); // expect-note: pyproxy/discarded
pyodide.runPython("x = [1, 2]");
pyodide.runPython("def f():\n    return []");
pyodide.runPython("class C: pass");
pyodide.runPython("import math");
pyodide.runPython("[1, 2];");
pyodide.runPython("'text'");
pyodide.runPython("print('text')");
await pyodide.runPythonAsync(`
import json

async def load():
    return []
`);
const rows = pyodide.runPython("[[1], [2]]").toJs(); // expect-note: pyproxy/chained-temporary
console.log(rows);
