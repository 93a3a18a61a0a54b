// Explicit resource management: Pyodide 314 and later

export function declared(pyodide) {
  using rows = pyodide.runPython("[[1], [2]]");
  return rows.toJs();
}

export function throwing(pyodide, limit) {
  using rows = pyodide.runPython("[[1], [2]]");
  if (rows.length > limit) {
    throw new RangeError("too many rows");
  }
}

export function inBlock(pyodide) {
  {
    using rows = pyodide.runPython("[[1], [2]]");
    console.log(rows.length);
  }
  const more = pyodide.runPython("[[1], [2]]"); // expect: pyproxy/leak
  return more.length;
}

export function inLoop(pyodide, names) {
  for (const name of names) {
    using args = pyodide.toPy({ name });
    if (name === "stop") {
      break;
    }
    console.log(args.toString());
  }
}

export async function dispose(pyodide) {
  const rows = await pyodide.runPythonAsync("[[1], [2]]");
  const size = rows.length;
  rows[Symbol.dispose]();
  return size;
}
