// A to-do list: Python keeps the tasks, this page shows them.
import { loadPyodide } from "https://cdn.jsdelivr.net/pyodide/v314.0.7/full/pyodide.mjs";

const pyodide = await loadPyodide();
await pyodide.runPythonAsync(await (await fetch("./handlers.py")).text());
const add = pyodide.globals.get("add_task");

function render() {
  const open = pyodide.runPython("[t for t in tasks if not t['done']]").toJs();
  const list = document.querySelector("#tasks");
  list.replaceChildren(...open.map(toItem));
}

function toItem(task) {
  const item = document.createElement("li");
  item.textContent = task.text;
  item.dataset.id = task.id;
  return item;
}

document.querySelector("#add").addEventListener("click", () => {
  const field = document.querySelector("#text");
  add(field.value);
  field.value = "";
  render();
});

document.querySelector("#find").addEventListener("input", (event) => {
  const tasks = pyodide.runPython("[dict(t) for t in tasks]");
  for (const task of tasks) {
    if (task.get("text").includes(event.target.value)) {
      document.querySelector("#hit").textContent = task.get("text");
      break;
    }
  }
  tasks.destroy();
});

document.querySelector("#count").addEventListener("click", (event) => {
  event.target.textContent = pyodide.runPython("len(tasks)");
});

render();
