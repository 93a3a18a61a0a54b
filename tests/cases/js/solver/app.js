import { loadPyodide } from "pyodide";

const pyodide = await loadPyodide();
const solver = pyodide.pyimport("solver");

export function onCount(rows) {
  return solver.count(rows) + 1;
}

export function onLabel(rows) {
  solver.log(solver.label(rows));
}

export function onRows(limit) {
  solver.rows(limit); // expect: pyproxy/discarded
}

export function onFirst(limit) {
  const rows = solver.rows(limit); // expect: pyproxy/leak
  return rows.length;
}
