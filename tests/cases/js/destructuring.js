// Values pulled out of results

export function pair(pyodide) {
  const rows = pyodide.runPython("[[1], [2]]");
  const [first, second] = rows; // expect: pyproxy/leak, pyproxy/leak
  rows.destroy();
  return first.length + second.length;
}

export function pairReleased(pyodide) {
  const rows = pyodide.runPython("[[1], [2]]");
  const [first, second] = rows;
  const size = first.length + second.length;
  first.destroy();
  second.destroy();
  rows.destroy();
  return size;
}

export function numbers(pyodide) {
  const point = pyodide.runPython("(1, 2)");
  const [x, y] = point;
  point.destroy();
  return x + y;
}

export function numbersLost(pyodide) {
  const [x, y] = pyodide.runPython("(1, 2)"); // expect: pyproxy/chained-temporary
  return x + y;
}

export function converted(pyodide) {
  const [x, y] = pyodide.runPython("(1, 2)").toJs(); // expect: pyproxy/chained-temporary
  return x + y;
}

export function fromObject({ pyodide, code }) {
  const result = pyodide.runPython(code); // expect: pyproxy/leak
  const { toString } = String.prototype;
  return toString.call(result.toJs());
}

export function members(pyodide) {
  const model = pyodide.runPython("Model()");
  const { predict } = model;
  predict(1);
  model.destroy();
}

export function defaults(pyodide, { globals = pyodide.toPy({}) } = {}) {
  pyodide.runPython("x = 1", { globals });
  globals.destroy();
}
