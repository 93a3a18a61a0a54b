// Containers that nobody empties.
import { loadPyodide } from "pyodide";

const pyodide = await loadPyodide();

export function map(x) {
  const locals = new Map();
  locals.set("position", pyodide.toPy(x)); // expect: pyproxy/chained-temporary
  return pyodide.runPython("str(position)", { locals });
}

export function mapOfEntries(x) {
  const locals = new Map([["position", pyodide.toPy(x)]]); // expect: pyproxy/chained-temporary
  return pyodide.runPython("str(position)", { locals });
}

export function set(x) {
  const all = new Set();
  all.add(pyodide.toPy(x)).add(1); // expect: pyproxy/chained-temporary
  return all.size;
}

export function objectInAnObject(x) {
  const options = {};
  options.names = { a: pyodide.toPy(x) }; // expect: pyproxy/chained-temporary
  return pyodide.runPython("str(1)", options);
}

export function objectInAList(x) {
  const list = [];
  list.push({ data: pyodide.toPy(x) }); // expect: pyproxy/chained-temporary
  return list.length;
}

export function someOfThem(x) {
  const list = [{ data: pyodide.toPy(x) }]; // expect: pyproxy/chained-temporary
  if (x) for (const item of list) item.data.destroy();
  for (const key in list) console.log(key);
}
