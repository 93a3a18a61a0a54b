// Whether runPython(text) yields a proxy at all is read from the text

export function literals(pyodide) {
  pyodide.runPython("[1, 2]"); // expect: pyproxy/discarded
  pyodide.runPython("{'a': 1}"); // expect: pyproxy/discarded
  pyodide.runPython("(1, 2)"); // expect: pyproxy/discarded
  pyodide.runPython("{n for n in range(3)}"); // expect: pyproxy/discarded
  pyodide.runPython("b'bytes'"); // expect: pyproxy/discarded
  pyodide.runPython("lambda x: x"); // expect: pyproxy/discarded
  pyodide.runPython("(n for n in range(3))"); // expect: pyproxy/discarded
  pyodide.runPython("1j"); // expect: pyproxy/discarded
  pyodide.runPython("range(3)"); // expect: pyproxy/discarded
}

export function primitives(pyodide) {
  pyodide.runPython("1");
  pyodide.runPython("1 + 1");
  pyodide.runPython("10 ** 30");
  pyodide.runPython("'text'");
  pyodide.runPython("f'{1} text'");
  pyodide.runPython("None");
  pyodide.runPython("True");
  pyodide.runPython("not []");
  pyodide.runPython("1 in [1, 2]");
  pyodide.runPython("len([1, 2])");
  pyodide.runPython("str([1, 2])");
  pyodide.runPython("isinstance([], list)");
  pyodide.runPython("'a,b'.upper()");
  pyodide.runPython("','.join(['a', 'b'])");
}

export function statements(pyodide) {
  pyodide.runPython("x = [1, 2]");
  pyodide.runPython("import math");
  pyodide.runPython("x = y = []");
  pyodide.runPython("for x in [[1]]: x.append(2)");
  pyodide.runPython("def f():\n    return []");
  pyodide.runPython("class C: pass");
  pyodide.runPython("if True:\n    [1, 2]");
  pyodide.runPython("del x");
  pyodide.runPython("");
}

export function suppressed(pyodide) {
  pyodide.runPython("[1, 2];");
  pyodide.runPython("x = 1; [x];");
  pyodide.runPython(`
rows = [[1], [2]]
rows;
`);
  pyodide.runPython("x = 1; [x]"); // expect: pyproxy/discarded
}

export function nothing(pyodide) {
  pyodide.runPython("print([1, 2])");
  pyodide.runPython("import gc; gc.collect()");
  pyodide.runPython("import sys; sys.stdout.flush()");
  pyodide.runPython("import sys; sys.settrace(None)");
  pyodide.runPython("import importlib; importlib.invalidate_caches()");
  pyodide.runPython("items = []\nitems.append(1)");
}

export function defined(pyodide) {
  pyodide.runPython(`
def rows():
    return [1, 2]

rows()
`).destroy();
  pyodide.runPython("def one():\n    return 1\none()");
  pyodide.runPython("def none():\n    print(1)\nnone()");
  pyodide.runPython("def rows():\n    return [1, 2]\nrows()"); // expect: pyproxy/discarded
  pyodide.runPython("def rows():\n    return [1, 2]\nrows"); // expect: pyproxy/discarded
  pyodide.runPython("class C:\n    pass\nC()"); // expect: pyproxy/discarded
}

export function names(pyodide) {
  pyodide.runPython("text = 'a'\ntext");
  pyodide.runPython("count = 1 + 2\ncount");
  pyodide.runPython("rows = [1]\nrows"); // expect: pyproxy/discarded
}

export function strings(pyodide) {
  const text = pyodide.runPython("import json; json.dumps({'a': [1]})");
  const data = JSON.parse(pyodide.runPython("import json\njson.dumps([1, 2])"));
  const version = pyodide.runPython("import sys; sys.version");
  const exists = pyodide.runPython("import os; os.path.exists('/x')");
  const known = pyodide.runPython("'x' in dir()");
  return [text, data, version, exists, known];
}

export function converted(pyodide) {
  return pyodide.runPython("from pyodide.ffi import to_js; to_js([1, 2])");
}

export function templates(pyodide, name) {
  pyodide.runPython(`value = "${name}"`);
  pyodide.runPython(`print("${name}")`);
  pyodide.runPython(`["${name}"]`); // expect: pyproxy/discarded
  pyodide.runPython(`${name}`);
  pyodide.runPython(`len("${name}")`);
}

export function unknown(pyodide, code) {
  pyodide.runPython(code);
  pyodide.runPython("make_rows()");
  pyodide.runPython("model.fit(x)");
  const result = pyodide.runPython(code);
  console.log(result);
}

export function shownByUse(pyodide, code) {
  const result = pyodide.runPython(code); // expect: pyproxy/leak
  return result.toJs();
}

const SOURCE = `
import json

def solve(n):
    return json.dumps(list(range(n)))
`;

export function fromConstant(pyodide) {
  pyodide.runPython(SOURCE);
  return JSON.parse(pyodide.runPython("solve(3)"));
}

export function concatenated(pyodide) {
  // texts that are put together are not read: a note at most
  pyodide.runPython("x = 1\n" + "[x]");
  pyodide.runPython(["x = 1", "y = [x]"].join("\n"));
}

export function conditional(pyodide) {
  pyodide.runPython("[1] if True else [2]"); // expect: pyproxy/discarded
  pyodide.runPython("1 if True else 2");
}
