export function each(pyodide) {
  const rows = pyodide.runPython("[[1], [2]]");
  for (const row of rows) { // expect: pyproxy/leak
    console.log(row.get(0));
  }
  rows.destroy();
}

export function eachReleased(pyodide) {
  const rows = pyodide.runPython("[[1], [2]]");
  for (const row of rows) {
    console.log(row.get(0));
    row.destroy();
  }
  rows.destroy();
}

export function collected(pyodide) {
  const rows = pyodide.runPython("[[1], [2]]");
  const list = [...rows];
  rows.destroy();
  return list;
}
