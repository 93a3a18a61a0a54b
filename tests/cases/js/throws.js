// Explicit throws

export function thrown(pyodide, limit) {
  const rows = pyodide.runPython("[[1], [2]]"); // expect: pyproxy/leak-on-throw
  if (rows.length > limit) {
    throw new RangeError("too many rows");
  }
  rows.destroy();
}

export function thrownAfterRelease(pyodide, limit) {
  const rows = pyodide.runPython("[[1], [2]]");
  const size = rows.length;
  rows.destroy();
  if (size > limit) {
    throw new RangeError("too many rows");
  }
  return size;
}

export function thrownInTry(pyodide, limit) {
  const rows = pyodide.runPython("[[1], [2]]");
  try {
    if (rows.length > limit) {
      throw new RangeError("too many rows");
    }
  } finally {
    rows.destroy();
  }
}

export function caughtHere(pyodide, limit) {
  const rows = pyodide.runPython("[[1], [2]]");
  try {
    if (rows.length > limit) {
      throw new RangeError("too many rows");
    }
  } catch (error) {
    console.warn(error.message);
  }
  rows.destroy();
}

export function neverReleased(pyodide, limit) {
  const rows = pyodide.runPython("[[1], [2]]"); // expect: pyproxy/leak
  if (rows.length > limit) {
    throw new RangeError("too many rows");
  }
  return rows.length;
}
