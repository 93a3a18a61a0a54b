// Spread, Array.from and array methods on a sequence proxy

export function spread(pyodide) {
  const rows = pyodide.runPython("[[1], [2]]");
  const list = [...rows]; // expect: pyproxy/dead-items
  rows.destroy();
  return list;
}

export function spreadConverted(pyodide) {
  const rows = pyodide.runPython("[[1], [2]]");
  const list = [...rows.toJs()];
  rows.destroy();
  return list;
}

export function spreadStrings(pyodide) {
  const names = pyodide.runPython("['ann', 'bob']");
  const list = [...names];
  names.destroy();
  return list;
}

export function from(pyodide) {
  const rows = pyodide.runPython("[[1], [2]]");
  const list = Array.from(rows); // expect: pyproxy/dead-items
  rows.destroy();
  return list;
}

export function fromCopies(pyodide) {
  const rows = pyodide.runPython("[[1], [2]]");
  const list = Array.from(rows, (row) => row.copy());
  rows.destroy();
  return list;
}

export function set(pyodide) {
  const rows = pyodide.runPython("[(1,), (2,)]");
  const unique = new Set(rows); // expect: pyproxy/dead-items
  rows.destroy();
  return unique;
}

export function rest(pyodide) {
  const rows = pyodide.runPython("[[1], [2], [3]]");
  const [head, ...tail] = rows; // expect: pyproxy/dead-items
  rows.destroy();
  return [head, tail];
}

export function mapped(pyodide) {
  const rows = pyodide.runPython("[[1], [2], [3]]");
  const sizes = rows.map((row) => row.length); // expect: pyproxy/array-method-leak
  rows.destroy();
  return sizes;
}

export function mappedData(pyodide) {
  const rows = pyodide.runPython("[[1], [2], [3]]");
  const sizes = rows.toJs().map((row) => row.length);
  rows.destroy();
  return sizes;
}

export function mappedNumbers(pyodide) {
  const numbers = pyodide.runPython("[1, 2, 3]");
  const doubled = numbers.map((n) => 2 * n);
  numbers.destroy();
  return doubled;
}

export function each(pyodide, show) {
  const rows = pyodide.runPython("[{'a': 1}, {'a': 2}]");
  rows.forEach((row) => show(row.get("a"))); // expect: pyproxy/array-method-leak
  rows.destroy();
}

export function includes(pyodide) {
  const rows = pyodide.runPython("[[1], [2], [3]]");
  const known = rows.includes(3);
  rows.destroy();
  return known;
}

export function plainArray(rows) {
  const list = [...rows];
  return list.map((row) => row.id).concat(Array.from(rows));
}
