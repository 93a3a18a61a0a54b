// Python generators and iterators: what they yield is owned

export function drained(pyodide) {
  const rows = pyodide.runPython("([n] for n in range(3))");
  let sum = 0;
  for (const row of rows) { // expect: pyproxy/leak
    sum += row.get(0);
  }
  rows.destroy();
  return sum;
}

export function drainedReleased(pyodide) {
  const rows = pyodide.runPython("([n] for n in range(3))");
  let sum = 0;
  for (const row of rows) {
    sum += row.get(0);
    row.destroy();
  }
  rows.destroy();
  return sum;
}

export function stepped(pyodide) {
  const rows = pyodide.runPython("iter([[1], [2]])");
  const first = rows.next().value; // expect: pyproxy/leak
  rows.destroy();
  return first.toJs();
}

export function steppedReleased(pyodide) {
  const rows = pyodide.runPython("iter([[1], [2]])");
  const { value } = rows.next();
  const size = value.length;
  value.destroy();
  rows.destroy();
  return size;
}

export function numbers(pyodide) {
  const numbers = pyodide.runPython("(n for n in range(3))");
  let sum = 0;
  for (const number of numbers) {
    sum += number;
  }
  numbers.destroy();
  return sum;
}
