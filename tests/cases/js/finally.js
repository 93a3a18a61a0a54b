// try/finally: who is released on which way out

export function released(pyodide, key) {
  const table = pyodide.runPython("{'a': [1]}");
  try {
    return table.has(key);
  } finally {
    table.destroy();
  }
}

export function releasedTwoOfTwo(pyodide, text) {
  const solve = pyodide.globals.get("solve");
  try {
    const result = solve(text);
    try {
      return result.toJs();
    } finally {
      result.destroy();
    }
  } finally {
    solve.destroy();
  }
}

export function releasedOneOfTwo(pyodide, text) {
  const solve = pyodide.globals.get("solve");
  try {
    const result = solve(text); // expect: pyproxy/leak
    return result.toJs();
  } finally {
    solve.destroy();
  }
}

export function caught(pyodide) {
  let rows;
  try {
    rows = pyodide.runPython("[[1], [2]]");
    return rows.length;
  } catch (error) {
    console.error(error);
    return 0;
  } finally {
    rows?.destroy();
  }
}

export function releasedInCatchOnly(pyodide, next) {
  const rows = pyodide.toPy([1, 2]); // expect: pyproxy/leak
  try {
    rows.push(next());
  } catch (error) {
    rows.destroy();
    throw error;
  }
}

export function releasedInBoth(pyodide, use) {
  const rows = pyodide.toPy([1, 2]);
  try {
    use(rows);
    rows.destroy();
  } catch (error) {
    rows.destroy();
    throw error;
  }
}

export function finallyWithoutRelease(pyodide, log) {
  const rows = pyodide.toPy([1, 2]); // expect: pyproxy/leak
  try {
    return rows.length;
  } finally {
    log("done");
  }
}
