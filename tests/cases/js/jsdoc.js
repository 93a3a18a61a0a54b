// Types from JSDoc

/**
 * @param {import("pyodide").PyodideInterface} py
 * @param {string} text
 */
export function annotated(py, text) {
  const solve = py.globals.get("solve"); // expect: pyproxy/leak
  return solve(text);
}

/** @type {import("pyodide").PyodideInterface | undefined} */
let runtime;

export function fromVariable() {
  const rows = runtime.runPython("[[1], [2]]"); // expect: pyproxy/leak
  return rows.length;
}

/**
 * @param {import("pyodide/ffi").PyProxy} proxy lent by the caller
 * @returns {unknown}
 */
export function convert(proxy) {
  return proxy.toJs();
}

/** @param {Map<string, number>} map */
export function unrelated(map) {
  return map.get("a");
}
