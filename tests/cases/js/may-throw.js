// A call in between could throw: a note, no more

export function work(pyodide, draw) {
  const rows = pyodide.runPython("[[1], [2]]"); // expect-note: pyproxy/leak-on-throw
  draw(rows);
  rows.destroy();
}

export function nothingInBetween(pyodide) {
  const rows = pyodide.runPython("[[1], [2]]");
  const size = rows.length;
  rows.destroy();
  return size;
}

export async function awaited(pyodide, url) {
  const options = pyodide.toPy({ url }); // expect-note: pyproxy/leak-on-throw
  const response = await fetch(url);
  options.destroy();
  return response.status;
}
