// Early returns, switches and conditions

export function early(pyodide, name) {
  const rows = pyodide.runPython("[[1], [2]]"); // expect: pyproxy/leak
  if (!name) {
    return null;
  }
  const text = rows.toString();
  rows.destroy();
  return text;
}

export function earlyButReleased(pyodide, name) {
  const rows = pyodide.runPython("[[1], [2]]");
  if (!name) {
    rows.destroy();
    return null;
  }
  const text = rows.toString();
  rows.destroy();
  return text;
}

export function beforeAcquiring(pyodide, name) {
  if (!name) {
    return null;
  }
  const rows = pyodide.runPython("[[1], [2]]");
  const text = rows.toString();
  rows.destroy();
  return text;
}

export function inSwitch(pyodide, kind) {
  const rows = pyodide.runPython("[[1], [2]]"); // expect: pyproxy/leak
  let size = 0;
  switch (kind) {
    case "count":
      size = rows.length;
      rows.destroy();
      break;
    case "none":
      break;
    default:
      rows.destroy();
  }
  return size;
}

export function conditional(pyodide, wanted) {
  const rows = wanted ? pyodide.runPython("[[1], [2]]") : null;
  const size = rows ? rows.length : 0;
  if (rows) {
    rows.destroy();
  }
  return size;
}

export function flagged(pyodide, wanted) {
  let rows = null;
  if (wanted) {
    rows = pyodide.toPy([1, 2]);
  }
  console.log(wanted);
  if (rows !== null) {
    rows.destroy();
  }
}

export function givenAway(pyodide) {
  const rows = pyodide.runPython("[[1], [2]]");
  return rows;
}

export function givenAwayInObject(pyodide) {
  const rows = pyodide.runPython("[[1], [2]]");
  const count = rows.length;
  return { rows, count };
}

export const arrow = (pyodide) => pyodide.runPython("[[1], [2]]");

export function comma(pyodide) {
  const rows = pyodide.runPython("[[1], [2]]");
  return rows.destroy(), 1;
}
