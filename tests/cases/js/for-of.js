// Items of a for-of loop over a proxy die when the loop reaches its end

export function exhausted(pyodide) {
  const rows = pyodide.runPython("[[n] for n in range(3)]");
  let sum = 0;
  for (const row of rows) {
    sum += row.get(0);
  }
  rows.destroy();
  return sum;
}

export function brokenOff(pyodide) {
  const rows = pyodide.runPython("[[n] for n in range(3)]");
  let first = 0;
  for (const row of rows) { // expect: pyproxy/loop-exit-leak
    first = row.get(0);
    break;
  }
  rows.destroy();
  return first;
}

export function brokenOffNumbers(pyodide) {
  const numbers = pyodide.runPython("[n * n for n in range(3)]");
  let big = 0;
  for (const number of numbers) {
    if (number > 3) {
      big = number;
      break;
    }
  }
  numbers.destroy();
  return big;
}

export function returned(pyodide, id) {
  const rows = pyodide.runPython("[{'id': n} for n in range(3)]");
  try {
    for (const row of rows) { // expect: pyproxy/loop-exit-leak
      if (row.get("id") === id) {
        return row.toString();
      }
    }
    return null;
  } finally {
    rows.destroy();
  }
}

export function pushed(pyodide) {
  const rows = pyodide.runPython("[{'id': n} for n in range(3)]");
  const keep = [];
  for (const row of rows) {
    keep.push(row); // expect: pyproxy/loop-item-escapes
  }
  rows.destroy();
  return keep;
}

export function pushedData(pyodide) {
  const rows = pyodide.runPython("[{'id': n} for n in range(3)]");
  const keep = [];
  for (const row of rows) {
    keep.push(row.toJs());
    keep.push(row.get("id"));
  }
  rows.destroy();
  return keep;
}

export function iteratedTemporary(pyodide) {
  let sum = 0;
  for (const n of pyodide.runPython("[1, 2, 3]")) { // expect: pyproxy/chained-temporary
    sum += n;
  }
  return sum;
}

export function overView(pyodide) {
  const table = pyodide.runPython("{'a': 1, 'b': 2}");
  const view = table.items();
  const seen = {};
  for (const pair of view) {
    seen[pair.get(0)] = pair.get(1);
  }
  view.destroy();
  table.destroy();
  return seen;
}

export function viewLost(pyodide) {
  const table = pyodide.runPython("{'a': 1, 'b': 2}");
  for (const key of table.keys()) { // expect: pyproxy/chained-temporary
    console.log(key);
  }
  table.destroy();
}
