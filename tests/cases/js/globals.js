// pyodide.globals, toPy and namespaces

export function called(pyodide) {
  const greet = pyodide.globals.get("greet"); // expect: pyproxy/leak
  greet("ann");
}

export function calledReleased(pyodide) {
  const greet = pyodide.globals.get("greet");
  try {
    greet("ann");
  } finally {
    greet.destroy();
  }
}

export function primitive(pyodide) {
  return `count: ${pyodide.globals.get("count")}`;
}

export function property(pyodide) {
  const greet = pyodide.globals.greet; // expect: pyproxy/globals-property
  greet("ann");
  greet.destroy();
}

export function methods(pyodide, name) {
  pyodide.globals.set("name", name);
  pyodide.globals.set("rows", [[1], [2]]);
  if (pyodide.globals.has("old")) {
    pyodide.globals.delete("old");
  }
}

export function setDoesNotTake(pyodide, rows) {
  const table = pyodide.toPy([rows, 1]); // expect: pyproxy/leak
  pyodide.globals.set("table", table);
}

export function setAndDestroyed(pyodide, rows) {
  const table = pyodide.toPy([rows, 1]);
  pyodide.globals.set("table", table);
  table.destroy();
}

export function inline(pyodide) {
  pyodide.globals.set("params", pyodide.toPy({ a: 1 })); // expect: pyproxy/chained-temporary
}

export function toPyPrimitive(pyodide) {
  pyodide.globals.set("n", pyodide.toPy(1));
  pyodide.globals.set("s", pyodide.toPy("text"));
}

export function namespace(pyodide, code) {
  const dict = pyodide.globals.get("dict");
  const ns = dict();
  try {
    pyodide.runPython(code, { globals: ns });
  } finally {
    ns.destroy();
    dict.destroy();
  }
}

export function namespaceLost(pyodide, code) {
  const dict = pyodide.globals.get("dict");
  const ns = dict(); // expect: pyproxy/leak
  pyodide.runPython(code, { globals: ns });
  dict.destroy();
}

export function namespaceOfBuiltin(pyodide, code) {
  const ns = pyodide.globals.get("dict")(); // expect: pyproxy/leak
  pyodide.runPython(code, { globals: ns });
}

// a handle of a builtin is one small object, the namespace is what matters
export function builtinHandle(pyodide, code) {
  const ns = pyodide.globals.get("dict")();
  try {
    pyodide.runPython(code, { globals: ns });
  } finally {
    ns.destroy();
  }
}

export function itemOfNamespace(pyodide, code) {
  const ns = pyodide.toPy({});
  pyodide.runPython(code, { globals: ns });
  const data = ns.get("result").toJs(); // expect: pyproxy/chained-temporary
  ns.destroy();
  return data;
}
