// Functions that run after the object that they use was destroyed.
import { loadPyodide } from "pyodide";

const pyodide = await loadPyodide();

export function timer() {
  const tick = pyodide.globals.get("tick");
  setTimeout(() => tick(), 10); // expect: pyproxy/use-after-destroy
  tick.destroy();
}

export function handler(url) {
  const show = pyodide.globals.get("show");
  fetch(url)
    .then((response) => response.text())
    .then((text) => show(text)); // expect: pyproxy/use-after-destroy
  show.destroy();
}

export function leftByFinally(url) {
  const show = pyodide.globals.get("show");
  try {
    return fetch(url).then(() => show()); // expect: pyproxy/use-after-destroy
  } finally {
    show.destroy();
  }
}
