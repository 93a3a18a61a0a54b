// What runs once is silent, what it installs is not
import { loadPyodide } from "pyodide";

const pyodide = await loadPyodide();
await pyodide.loadPackage("numpy");
const version = pyodide.runPython("import sys; sys.version_info").toJs();
const render = pyodide.globals.get("render");
const names = pyodide.runPython("['a', 'b']").toJs();

async function main() {
  const setup = pyodide.globals.get("setup");
  await setup(version, names);
  const table = pyodide.runPython("[[1], [2]]");
  console.log(table.length);
}

document.querySelector("#run").addEventListener("click", () => {
  const rows = pyodide.runPython("[[1], [2]]"); // expect: pyproxy/leak
  render(rows);
});

setInterval(() => {
  pyodide.globals.get("tick")(); // expect: pyproxy/chained-temporary
}, 1000);

requestAnimationFrame(function frame(now) {
  pyodide.globals.get("draw")(now); // expect: pyproxy/chained-temporary
  requestAnimationFrame(frame);
});

await main();
