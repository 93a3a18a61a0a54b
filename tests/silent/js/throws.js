// What cannot throw between making and releasing needs no `finally`.
import { loadPyodide } from "pyodide";
const pyodide = await loadPyodide();

// the element's name is the program's own: createElement takes it
function save(blob) {
  const url = URL.createObjectURL(blob);
  const link = document.createElement("a");
  link.href = url;
  link.setAttribute("download", "plot.svg");
  document.body.appendChild(link);
  link.click();
  URL.revokeObjectURL(url);
}
button.onclick = save;

// a loop over an array throws what its function throws, and that one only destroys
function tick() {
  const owned = [];
  try {
    owned.push(pyodide.toPy({}));
    owned.push(pyodide.toPy([]));
  } finally {
    owned.forEach((proxy) => proxy.destroy());
  }
}
setInterval(tick, 100);

// what JSON.parse takes is text, or it has failed because of that
function report() {
  return JSON.parse(pyodide.runPython("report()")).rows;
}
setInterval(report, 100);
