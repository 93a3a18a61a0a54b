// What runs later has run, or never will, when the object that it uses is destroyed.
import { loadPyodide } from "pyodide";

const pyodide = await loadPyodide();

export async function waitedForTheTimer() {
  const tick = pyodide.globals.get("tick");
  setTimeout(() => tick(), 10);
  await new Promise((done) => setTimeout(done, 100));
  tick.destroy();
}

export function stopped() {
  const tick = pyodide.globals.get("tick");
  const id = setTimeout(() => tick(), 10);
  clearTimeout(id);
  tick.destroy();
}

export function asksFirst() {
  const tick = pyodide.globals.get("tick");
  let over = false;
  setTimeout(() => {
    if (!over) tick();
  }, 10);
  over = true;
  tick.destroy();
}

export async function waitedForThePromise(url) {
  const show = pyodide.globals.get("show");
  const shown = fetch(url).then(() => show());
  await shown;
  show.destroy();
}

export function atTheEndOfTheChain(url) {
  const show = pyodide.globals.get("show");
  return fetch(url)
    .then(() => show())
    .finally(() => show.destroy());
}

export function endsWhatItUses(url) {
  const show = pyodide.globals.get("show");
  return fetch(url).then(() => {
    show();
    show.destroy();
  });
}
