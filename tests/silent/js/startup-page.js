// A page: all proxies are made once and live as long as the page.
import { loadPyodide } from "https://cdn.jsdelivr.net/pyodide/v0.28.3/full/pyodide.mjs";

async function main() {
  const pyodide = await loadPyodide();
  await pyodide.loadPackage(["numpy", "micropip"]);
  const micropip = pyodide.pyimport("micropip");
  await micropip.install("snowballstemmer");
  pyodide.runPython(await (await fetch("./app.py")).text());
  const search = pyodide.globals.get("search");
  const complete = pyodide.globals.get("complete");
  const registry = pyodide.runPython("{'a': [1]}").toJs();

  const input = document.querySelector("#query");
  input.addEventListener("input", () => {
    document.querySelector("#count").textContent = search(input.value);
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "Tab") {
      input.value = complete(input.value);
    }
  });
  return registry;
}

main();
