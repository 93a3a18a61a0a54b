// toJs: what stays inside the result

export function shallow(pyodide) {
  const data = pyodide.runPython("{'rows': [[1], [2]]}");
  const result = data.toJs({ depth: 1 }); // expect: pyproxy/nested-in-tojs
  data.destroy();
  return Object.keys(result);
}

export function shallowListed(pyodide) {
  const data = pyodide.runPython("{'rows': [[1], [2]]}");
  const pyproxies = [];
  const keys = Object.keys(data.toJs({ depth: 1, pyproxies }));
  pyproxies.forEach((p) => p.destroy());
  data.destroy();
  return keys;
}

export function strict(pyodide) {
  const data = pyodide.runPython("{'rows': [[1], [2]]}");
  const result = data.toJs({ depth: 2, create_pyproxies: false });
  data.destroy();
  return result;
}

export function deep(pyodide) {
  const data = pyodide.runPython("{'rows': [[1], [2]]}");
  const result = data.toJs();
  const entries = data.toJs({ dict_converter: Object.fromEntries });
  data.destroy();
  return [result, entries];
}

export function converter(pyodide) {
  const data = pyodide.runPython("[object(), object()]");
  const kept = [];
  data.toJs({
    default_converter: (value) => {
      kept.push(value); // expect: pyproxy/borrowed-kept
      return null;
    },
  });
  data.destroy();
  return kept;
}

export function converterInside(pyodide) {
  const data = pyodide.runPython("[object(), object()]");
  const result = data.toJs({ default_converter: (value) => value.toString() });
  data.destroy();
  return result;
}
