// Use after the end, attributes, aliases and copies

export function after(pyodide) {
  const rows = pyodide.runPython("[[1], [2]]");
  rows.destroy();
  return rows.toJs(); // expect: pyproxy/use-after-destroy
}

export function twice(pyodide) {
  const rows = pyodide.runPython("[[1], [2]]");
  rows.destroy();
  rows.destroy();
}

export function onOnePath(pyodide, early) {
  const rows = pyodide.runPython("[[1], [2]]");
  if (early) {
    rows.destroy();
    return 0;
  }
  const size = rows.length;
  rows.destroy();
  return size;
}

export function calledAfter(pyodide) {
  const greet = pyodide.runPython("lambda name: 'hello ' + name");
  greet.destroy();
  greet("ann"); // expect: pyproxy/use-after-destroy
}

export function attribute(pyodide) {
  const model = pyodide.runPython("Model()");
  const predict = model.predict;
  model.destroy();
  return predict(1); // expect: pyproxy/outlives-parent
}

export function attributeCopied(pyodide) {
  const model = pyodide.runPython("Model()");
  const predict = model.predict.copy();
  model.destroy();
  return predict;
}

export function attributeUsedInTime(pyodide) {
  const model = pyodide.runPython("Model()");
  const predict = model.predict;
  predict(1);
  predict(2);
  model.destroy();
}

export function item(pyodide) {
  const rows = pyodide.runPython("[[1], [2]]");
  const first = rows.get(0);
  rows.destroy();
  const size = first.length;
  first.destroy();
  return size;
}

export function itemLost(pyodide) {
  const rows = pyodide.runPython("[[1], [2]]");
  const first = rows.get(0); // expect: pyproxy/leak
  rows.destroy();
  return first.toJs();
}

export function bound(pyodide, self) {
  const handler = pyodide.runPython("lambda self: self");
  const method = handler.captureThis();
  method.destroy();
  handler(self); // expect: pyproxy/alias-destroyed
}

export function boundReleasedOnce(pyodide, self) {
  const handler = pyodide.runPython("lambda *args: None");
  const method = handler.bind(self);
  method();
  handler.destroy();
}

export function copied(pyodide) {
  const handler = pyodide.runPython("lambda: None");
  const other = handler.copy();
  handler.destroy();
  other();
  other.destroy();
}

export function copyLost(pyodide) {
  const handler = pyodide.runPython("lambda: None");
  const other = handler.copy(); // expect: pyproxy/leak
  other();
  handler.destroy();
}

export function moved(pyodide) {
  const first = pyodide.runPython("[[1], [2]]");
  const second = first;
  const size = second.length;
  second.destroy();
  return size;
}
