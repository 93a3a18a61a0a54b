// JSON.stringify, postMessage and structuredClone

export function stringified(pyodide) {
  const rows = pyodide.runPython("[[1], [2]]");
  const text = JSON.stringify(rows); // expect: pyproxy/stringified
  rows.destroy();
  return text;
}

export function stringifiedRight(pyodide) {
  const rows = pyodide.runPython("[[1], [2]]");
  const text = JSON.stringify(rows.asJsJson()) + JSON.stringify(rows.toJs());
  rows.destroy();
  return text;
}

export function posted(pyodide, worker) {
  const rows = pyodide.runPython("[[1], [2]]");
  worker.postMessage(rows); // expect: pyproxy/posted
  rows.destroy();
}

export function postedInside(pyodide, worker, id) {
  const rows = pyodide.runPython("[[1], [2]]");
  worker.postMessage({ id, result: rows }); // expect: pyproxy/posted
  rows.destroy();
}

export function postedRight(pyodide, worker, id) {
  const rows = pyodide.runPython("[[1], [2]]");
  worker.postMessage({ id, result: rows.toJs() });
  worker.postMessage(rows.length);
  rows.destroy();
}

export function cloned(pyodide) {
  const rows = pyodide.runPython("[[1], [2]]");
  const copy = structuredClone(rows); // expect: pyproxy/posted
  rows.destroy();
  return copy;
}

export async function maybe(pyodide, code) {
  const result = await pyodide.runPythonAsync(code);
  self.postMessage({ result });
}
