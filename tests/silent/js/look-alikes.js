// Objects with the same method names that are no proxies.
import Chart from "chart.js/auto";
import { WebR } from "webr";

export function redraw(canvas, config) {
  const chart = new Chart(canvas, config);
  chart.destroy();
  return chart.id;
}

export async function statistics(code) {
  const webR = new WebR();
  await webR.init();
  const result = await webR.evalR(code);
  return result.toJs({ depth: 1 });
}

export function lookup(map, key) {
  const value = map.get(key);
  return [...map.values()].map((entry) => entry.toJs?.() ?? value);
}

export function immutable(state) {
  const rows = state.get("rows").toJS();
  return JSON.stringify(rows);
}

export function buffer(gl) {
  const view = gl.getBuffer();
  return view.data;
}

class Runner {
  constructor(worker) {
    this.worker = worker;
  }

  runPython(code) {
    this.worker.postMessage({ code });
    return [1, 2, 3];
  }
}

export function remote(worker) {
  const runner = new Runner(worker);
  runner.runPython("[1, 2]");
  return runner.runPython("[1, 2]").map((n) => n + 1);
}

export function generated(name) {
  return `pyodide.globals.get("${name}")().toJs()`;
}

// pyodide.runPython("[1, 2]").toJs();
