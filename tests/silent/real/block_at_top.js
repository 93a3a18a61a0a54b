// A constant of a block is another one in each round and in each block.
import { loadPyodide } from "pyodide";

const pyodide = await loadPyodide();
for (const name of ["a", "b"]) {
  const call = pyodide.globals.get(name);
  call();
  call.destroy();
}
