// Temporaries that no name holds

export function converted(pyodide) {
  return pyodide.runPython("[[1], [2]]").toJs(); // expect: pyproxy/chained-temporary
}

export function fetched(pyodide) {
  const headers = pyodide.globals.get("headers").toJs(); // expect: pyproxy/chained-temporary
  return headers.join();
}

export function called(pyodide, frame) {
  pyodide.globals.get("draw")(frame); // expect: pyproxy/chained-temporary
}

export function argument(pyodide) {
  const greet = pyodide.globals.get("greet");
  greet(pyodide.toPy({ a: 1 })); // expect: pyproxy/chained-temporary
  greet.destroy();
}

export function template(pyodide) {
  return `${pyodide.runPython("[1, 2]")}`; // expect: pyproxy/chained-temporary
}

export function length(pyodide) {
  return pyodide.runPython("[1, 2]").length; // expect: pyproxy/chained-temporary
}

export function result(pyodide, text) {
  const solve = pyodide.globals.get("solve");
  try {
    return solve(text).toJs(); // expect: pyproxy/chained-temporary
  } finally {
    solve.destroy();
  }
}

export function method(pyodide, text) {
  const console_ = pyodide.runPython("Console()");
  const names = console_.complete(text).toJs(); // expect: pyproxy/chained-temporary
  console_.destroy();
  return names;
}

export function attributes(pyodide) {
  const model = pyodide.runPython("Model()");
  const name = model.config.meta.name.toString();
  model.destroy();
  return name;
}

export function destroyed(pyodide) {
  pyodide.runPython("[[1], [2]]").destroy();
}

export function strings(pyodide) {
  const lines = pyodide.runPython("'a\\nb'").split("\n");
  const upper = pyodide.globals.get("name").toUpperCase();
  return lines.concat(upper);
}

export function notPyodide(webR, value) {
  const data = webR.evalR(value).toJs();
  return data.values;
}
