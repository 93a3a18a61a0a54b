#!/usr/bin/env python3
"""How the cost of a file grows with its size: growth.py PROXYLINT [PART-OF-A-NAME...]

Each shape is something that a stranger may write much of, and that a careless reader takes quadratic time for. It is
linted at one size and at twice that size: the cost of a reader that goes through it once doubles. Prints a table in
Markdown of ratios of processor time, the largest first, and to the other stream which shape is at hand; a part of a name
chooses shapes.
"""
import os
import subprocess
import sys
import tempfile
from pathlib import Path

JS = "import { loadPyodide } from 'pyodide';\nconst pyodide = await loadPyodide();\n"
PY = 'import js\nfrom pyodide.ffi import create_proxy\n'
C = '#include <Python.h>\n'
ZIG = 'const py = @cImport(@cInclude("Python.h"));\n'
ERL = '-module(a).\n-export([f/1]).\n'
LINT = ['check', '--no-cache', '-j1', '--c-reader=fast']
RUNS = 2
NOTICED = 0.01  # seconds: what costs less is as cheap as this, since clocks differ by as much


def repeat(text, n, first=0):
    return ''.join(text.replace('@', str(i)) for i in range(first, first + n))


def chain(head, n):
    return head + 'PyObject *f0(void) { return PyList_New(0); }\n' + ''.join(
        f'PyObject *f{i}(void) {{ PyObject *x = f{i - 1}(); return x; }}\n' for i in range(1, n))


def chain_back(head, n):
    return head + ''.join(f'static PyObject *f{i}(void);\n' for i in range(n)) + ''.join(
        f'static PyObject *f{i}(void) {{ PyObject *x = f{i + 1}(); return x; }}\n' for i in range(n - 1))


def notebook(cells):
    return '{"cells": [' + ','.join(cells) + '], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}'


def cell(text):
    return '{"cell_type": "code", "source": ["' + text.replace('\n', '\\n') + '"]}'


# name: (file, n, text of n)
SHAPES = {
    'C: functions that call the one before': ('a.c', 5000, lambda n: chain(C, n)),
    'C: functions that call the one behind': ('a.c', 5000, lambda n: chain_back(C, n)),
    'C: else if': ('a.c', 5000, lambda n: C + 'void f(int x) {\n' + 'if (x == 0) g();\n'
                   + repeat('else if (x == @) { PyObject *a = PyList_New(0); Py_XDECREF(a); }\n', n) + '}\n'),
    'C: cases': ('a.c', 5000, lambda n: C + 'void f(int x) {\nswitch (x) {\n'
                 + repeat('case @: Py_XDECREF(PyList_New(0)); break;\n', n) + '}}\n'),
    'C: gotos and labels': ('a.c', 3000, lambda n: C + 'void f(int x) {\n' + repeat('if (x == @) goto l@;\n', n)
                            + repeat('l@: Py_None;\n', n) + '}\n'),
    'C: macros': ('a.c', 20000, lambda n: C + repeat('#define M@ PyList_New(0)\n', n)
                  + 'void f(void) { PyObject *a = M1; }\n'),
    'C: a macro in every line': ('a.c', 10000, lambda n: C + '#define M(x) Py_XDECREF(x)\nvoid f(PyObject *x) {\n'
                                 + 'M(x);\n' * n + '}\n'),
    'C: globals': ('a.c', 20000, lambda n: C + repeat('static PyObject *g@;\n', n)
                   + 'void f(void) { g1 = PyList_New(0); }\n'),
    'C: structures': ('a.c', 5000, lambda n: C + repeat('struct s@ { PyObject *a, *b; };\n', n)
                      + repeat('void f@(struct s@ *s) { s->a = PyList_New(0); }\n', n)),
    'C: allocations in one function': ('a.c', 2000, lambda n: C + 'PyObject *f(void) {\n'
                                       + repeat('PyObject *a@ = PyList_New(0); if (!a@) return NULL;\n', n) + 'return a0; }\n'),
    'C: nested blocks': ('a.c', 2000, lambda n: C + 'void f(int x) {\n' + 'if (x) {' * n + 'PyList_New(0);' + '}' * n + '}\n'),
    'C: methods of a module': ('a.c', 5000, lambda n: C + repeat(
        'static PyObject *m@(PyObject *s, PyObject *a) { return PyList_New(0); }\n', n)
        + 'static PyMethodDef methods[] = {\n' + repeat('{"m@", m@, METH_O, 0},\n', n) + '{0}};\n'),
    'C++: classes': ('a.cc', 3000, lambda n: C + repeat('class A@ : public A { PyObject *x; ~A@() { Py_XDECREF(x); } };\n', n)),
    'Python: elif': ('a.py', 5000, lambda n: PY + 'def f(x):\n  if x: pass\n' + repeat('  elif x == @: js.setTimeout(f, 1)\n', n)),
    'Python: functions that call the one before': ('a.py', 5000, lambda n: PY + 'def f0(): return create_proxy(f0)\n' + ''.join(
        f'def f{i}(): return f{i - 1}()\n' for i in range(1, n))),
    'Python: statements': ('a.py', 10000, lambda n: PY + repeat('js.setTimeout(f@, 1)\n', n)),
    'Python: unknown calls': ('a.py', 20000, lambda n: PY + 'x = create_proxy(len)\n' + repeat('a.b(@)\n', n)),
    'Python: proxies in one function': ('a.py', 3000, lambda n: PY + 'def f():\n' + repeat('  p@ = create_proxy(len)\n', n)),
    'Python: try': ('a.py', 3000, lambda n: PY + 'def f():\n' + repeat('  try:\n    p = create_proxy(g@)\n  except E@: pass\n', n)),
    'Python: globals': ('a.py', 20000, lambda n: PY + repeat('g@ = 1\n', n) + 'js.setTimeout(lambda: 1, 1)\n'),
    'Python: global statement': ('a.py', 5000, lambda n: PY + 'def f():\n  global ' + ', '.join(f'g{i}' for i in range(n))
                                 + '\n' + repeat('  g@ = create_proxy(f)\n', n)),
    'Python: classes': ('a.py', 3000, lambda n: PY + repeat('class C@(C0):\n  def f(self): self.p = create_proxy(len)\n', n)),
    'Python: members of a class': ('a.py', 3000, lambda n: PY + 'class C:\n'
                                   + repeat('  def f@(self): self.p@ = create_proxy(len)\n', n)),
    'Python: names that are imported': ('a.py', 10000, lambda n: PY + repeat('from m@ import a@\n', n) + 'js.setTimeout(a1, 1)\n'),
    'Python: one line': ('a.py', 10000, lambda n: PY + 'x = [' + repeat('f(@),', n) + ']; js.setTimeout(lambda: 1, 1)\n'),
    'Python: a string of one line': ('a.py', 1000000, lambda n: PY + "x = '" + 'a' * n + "'\njs.setTimeout(lambda: 1, 1)\n"),
    'Python: additions': ('a.py', 5000, lambda n: PY + 'x = 1' + ' + f(1)' * n + '\njs.setTimeout(lambda: 1, 1)\n'),
    'Python: lambdas in lambdas': ('a.py', 2000, lambda n: PY + 'x = ' + 'lambda: ' * n + '1\njs.setTimeout(lambda: 1, 1)\n'),
    'Python: decorators': ('a.py', 5000, lambda n: PY + '@when("click")\n' * n + 'def f(): pass\n'),
    'Python: suppressions': ('a.py', 10000, lambda n: PY + repeat(
        'js.setTimeout(lambda: @, 1)  # proxylint: ignore[callback/borrowed-escapes] -- wanted\n', n)),
    'Python: suppressions of nothing': ('a.py', 10000, lambda n: PY + 'x = 1  # proxylint: ignore[callback/leak] -- wanted\n' * n),
    'Python: findings': ('a.py', 5000, lambda n: PY + repeat('js.setTimeout(lambda: @, 1)\n', n)),
    'JavaScript: else if': ('a.js', 5000, lambda n: JS + 'function f(x) {\nif (x) {}\n'
                            + repeat('else if (x === @) { pyodide.runPython("[@]"); }\n', n) + '}\n'),
    'JavaScript: cases': ('a.js', 5000, lambda n: JS + 'function f(x) {\nswitch (x) {\n'
                          + repeat('case @: pyodide.runPython("[@]"); break;\n', n) + '}}\n'),
    'JavaScript: functions that call the one before': ('a.js', 5000, lambda n: JS + 'function f0() { return pyodide.toPy([]); }\n'
                                                       + ''.join(f'function f{i}() {{ return f{i - 1}(); }}\n' for i in range(1, n))),
    'JavaScript: proxies in one function': ('a.js', 3000, lambda n: JS + 'export function f() {\n'
                                            + repeat('const p@ = pyodide.toPy([]);\n', n) + '}\n'),
    'JavaScript: proxies that end': ('a.js', 3000, lambda n: JS + 'export function f() {\n'
                                     + repeat('const p@ = pyodide.toPy([]); p@.destroy();\n', n) + '}\n'),
    'JavaScript: proxies that end at the end': ('a.js', 2000, lambda n: JS + 'export function f() {\n'
                                                + repeat('const p@ = pyodide.toPy([]);\n', n) + repeat('p@.destroy();\n', n) + '}\n'),
    'JavaScript: members': ('a.js', 10000, lambda n: JS + 'const o = {' + repeat('k@: pyodide.toPy([]),\n', n) + '};\n'),
    'JavaScript: chained calls': ('a.js', 3000, lambda n: JS + 'x' + '.then(f)' * n + ';\n'),
    'JavaScript: nested calls': ('a.js', 2000, lambda n: JS + 'f(' * n + '1' + ')' * n + ';\n'),
    'JavaScript: closures in closures': ('a.js', 2000, lambda n: JS + 'x = ' + '() => ' * n + '1;\n'),
    'JavaScript: one line': ('a.js', 20000, lambda n: JS + repeat('f(@);', n) + 'pyodide.runPython("[1]");\n'),
    'JavaScript: try and finally': ('a.js', 1000, lambda n: JS + 'function f() {\n' + repeat(
        'try { g@(); } finally { h@(); }\n', n) + 'pyodide.runPython("[1]"); }\n'),
    'JavaScript: nested try and finally': ('a.js', 200, lambda n: JS + 'function f() {\n' + 'try {' * n + 'g();'
                                           + '} finally { h(); }' * n + 'pyodide.runPython("[1]"); }\n'),
    'JavaScript: early returns from try': ('a.js', 1000, lambda n: JS + 'function f(x) {\ntry {\n' + repeat(
        'if (x == @) return pyodide.toPy([@]);\n', n) + '} finally { g(); }}\n'),
    'JavaScript: code of Python': ('a.js', 3000, lambda n: JS + repeat('pyodide.runPython("import js; js.f(@)");\n', n)),
    'JavaScript: imports and exports': ('a.js', 10000, lambda n: JS + repeat('import { a@ } from "./m@.js"; export { a@ as b@ };\n', n)),
    'JavaScript: classes': ('a.js', 3000, lambda n: JS + repeat(
        'class C@ { constructor() { this.p = pyodide.toPy([]); } end() { this.p.destroy(); } }\n', n)),
    'TypeScript: types': ('a.ts', 5000, lambda n: JS + repeat('interface I@ extends I0 { a: PyProxy; }\n', n)
                          + 'function f(x: I1) { x.a.destroy(); }\n'),
    'TypeScript: unions': ('a.ts', 5000, lambda n: JS + 'type T = ' + '|'.join(f'A{i}' for i in range(n)) + ';\n'),
    'TSX: elements': ('a.tsx', 2000, lambda n: JS + 'const x = ' + '<a>' * n + '</a>' * n + ';\npyodide.runPython("[1]");\n'),
    'Zig: else if': ('a.zig', 1000, lambda n: ZIG + 'fn f(x: u32) void {\nif (x == 0) {}\n' + repeat(
        'else if (x == @) { _ = py.PyList_New(0); }\n', n) + '}\n'),
    'Zig: functions that call the one before': ('a.zig', 3000, lambda n: ZIG
                                                + 'fn f0() ?*py.PyObject { return py.PyList_New(0); }\n'
                                                + ''.join(f'fn f{i}() ?*py.PyObject {{ return f{i - 1}(); }}\n' for i in range(1, n))),
    'Zig: defer': ('a.zig', 300, lambda n: ZIG + 'fn f() !void {\n' + repeat(
        'const a@ = py.PyList_New(0) orelse return error.E; defer py.Py_DecRef(a@);\n', n) + '}\n'),
    'Erlang: clauses': ('a.erl', 3000, lambda n: ERL + ';\n'.join(f'f({i}) -> py:exec(<<"a">>)' for i in range(n)) + '.\n'),
    'Erlang: functions': ('a.erl', 3000, lambda n: ERL + repeat('f@(X) -> py:exec(X).\n', n)),
    'Erlang: matches': ('a.erl', 3000, lambda n: ERL + 'f(X) ->\n' + repeat('A@ = py:eval(X),\n', n) + 'ok.\n'),
    'Markdown: fences': ('a.md', 5000, lambda n: '```py\nimport js\njs.setTimeout(lambda: 1, 1)\n```\n\n' * n),
    'Markdown: fences with nothing': ('a.md', 20000, lambda n: '```py\n```\n' * n + '```py\nimport js\n```\n'),
    'Markdown: fences that stay open': ('a.md', 20000, lambda n: '- ```py\n' * n + '```py\nimport js\n```\n'),
    'Markdown: ticks': ('a.md', 20000, lambda n: '```py\nimport js\n```\n' + ''.join('`' * (i % 90 + 1) + 'a' for i in range(n)) + '\n'),
    'Markdown: quotes in quotes': ('a.md', 1000, lambda n: '> ' * n + '```py\nimport js\n```\n'),
    'Markdown: lists': ('a.md', 10000, lambda n: '- a\n' * n + '\n```py\nimport js\n```\n'),
    'HTML: scripts that call each other': ('a.html', 3000, lambda n: '<script src="pyodide.js"></script>\n'
                                           + repeat('<script>function f@(p) { return g@(p); } f0(pyodide);</script>\n', n)),
    'HTML: scripts': ('a.html', 3000, lambda n: '<script type="py">\nimport js\njs.setTimeout(lambda: 1, 1)\n</script>\n' * n),
    'HTML: elements': ('a.html', 20000, lambda n: '<a href=x>b</a>\n' * n + '<script type="py">\nimport js\n</script>\n'),
    'HTML: elements that stay open': ('a.html', 2000, lambda n: '<div>' * n + '<script type="py">\nimport js\n</script>\n'),
    'HTML: handlers': ('a.html', 5000, lambda n: '<a onclick="pyodide.runPython(\'[1]\')" py-click="f">b</a>\n' * n
                       + '<script type="py">\nimport js\n</script>\n'),
    'HTML: attributes': ('a.html', 20000, lambda n: '<a ' + repeat('a@=b ', n) + '>\n<script type="py">\nimport js\n</script>\n'),
    'HTML: mustaches': ('a.vue', 10000, lambda n: '<template>' + '{{ f() }}' * n + '</template>\n<script>\n' + JS + '</script>\n'),
    'a notebook of many cells': ('a.ipynb', 3000, lambda n: notebook([cell('import js\njs.setTimeout(lambda: 1, 1)\n')] * n)),
    'a notebook of one cell': ('a.ipynb', 10000, lambda n: notebook([cell('import js\n' + 'x = f(1)\n' * n)])),
    'a notebook of many lines': ('a.ipynb', 10000, lambda n: notebook(
        ['{"cell_type": "code", "source": [' + '"import js\\n",' + ','.join(['"x = f(1)\\n"'] * n) + ']}'])),
    'a notebook of escapes': ('a.ipynb', 50000, lambda n: notebook([cell('import js\n# ' + '\\u0061' * n + '\n')])),
    'a notebook of outputs': ('a.ipynb', 50000, lambda n: notebook(
        ['{"cell_type": "code", "outputs": [' + ','.join(['{"a": [1]}'] * n) + '], "source": ["import js\\n"]}'])),
    'a configuration of rules': ('proxylint.toml', 5000, lambda n: 'ignore = [' + '"pyproxy/*",' * n + ']\n'),
    'a configuration of globs': ('proxylint.toml', 5000, lambda n: 'exclude = [' + repeat('"**/a@/**/b*/*.js",', n) + ']\n'),
    'a configuration of facts': ('proxylint.toml', 5000, lambda n: '[facts]\n' + repeat('"js.f@" = "(a: kept)"\n', n)),
    'a configuration of overrides': ('proxylint.toml', 3000, lambda n: repeat(
        '[[overrides]]\npaths = ["a@/**"]\nselect = ["pyproxy/leak"]\n', n)),
    'pyscript.toml of modules': ('pyscript.toml', 3000, lambda n: '[js_modules.main]\n' + repeat('"./m@.js" = "m@"\n', n)),
    'pyscript.toml of files': ('pyscript.toml', 5000, lambda n: '[files]\n' + repeat('"./m@.py" = "m@.py"\n', n)),
    'pyscript.json of packages': ('pyscript.json', 10000, lambda n: '{"packages": [' + ','.join(f'"p{i}"' for i in range(n)) + ']}'),
    'C: locals and branches': ('a.c', 3000, lambda n: C + 'void f(int x) {\n' + repeat('PyObject *a@ = g();\n', n)
                               + repeat('if (x == @) h(a@);\n', n) + '}\n'),
    'C: functions that release': ('a.c', 5000, lambda n: C + repeat('static void f@(PyObject *x) { Py_DECREF(x); }\n', n)
                                  + 'void g(void) { PyObject *a = PyList_New(0);\n' + repeat('f@(a);\n', n) + '}\n'),
    'C: fields': ('a.c', 3000, lambda n: C + 'typedef struct {\n' + repeat('PyObject *a@;\n', n) + '} S;\nvoid f(S *s) {\n'
                  + repeat('s->a@ = PyList_New(0);\n', n) + '}\nvoid g(S *s) {\n' + repeat('Py_CLEAR(s->a@);\n', n) + '}\n'),
    'C: items of a tuple': ('a.c', 3000, lambda n: C + 'PyObject *f(void) { PyObject *t = PyTuple_New(9);\n'
                            + repeat('PyTuple_SET_ITEM(t, @, PyLong_FromLong(@));\n', n) + 'return t; }\n'),
    'C: an error table': ('a.c', 3000, lambda n: C + 'void f(PyObject *m) {\n'
                          + repeat('if (PyModule_AddIntConstant(m, "a@", @) < 0) goto error;\n', n) + 'error: return; }\n'),
    'JavaScript: fields': ('a.js', 2000, lambda n: JS + 'class C { constructor() {\n' + repeat('this.p@ = pyodide.toPy([]);\n', n)
                           + '}\nend() {\n' + repeat('this.p@.destroy();\n', n) + '} }\n'),
    'JavaScript: loops in loops': ('a.js', 60, lambda n: JS + 'function f(x) {\n' + 'for (const a of x) {' * n
                                   + 'pyodide.runPython("[1]");' + '}' * n + '}\n'),
    'JavaScript: loops': ('a.js', 2000, lambda n: JS + 'function f(x) {\n'
                          + repeat('for (const a of x) { const p@ = pyodide.toPy(a); p@.destroy(); }\n', n) + '}\n'),
    'JavaScript: captured variables': ('a.js', 2000, lambda n: JS + 'function f() {\n' + repeat(
        'const p@ = pyodide.toPy([]); g(() => p@.destroy());\n', n) + '}\n'),
    'JavaScript: functions in functions': ('a.js', 60, lambda n: JS + repeat('function f@() {', n) + 'pyodide.toPy([]);' + '}' * n + '\n'),
    'JavaScript: promises': ('a.js', 2000, lambda n: JS + repeat('pyodide.runPythonAsync("[@]").then(p => { p.destroy(); });\n', n)),
    'JavaScript: templates': ('a.js', 2000, lambda n: JS + 'x = `' + '${f()}' * n + '`;\npyodide.runPython("[1]");\n'),
    'JavaScript: listeners': ('a.js', 2000, lambda n: JS + repeat('document.addEventListener("a@", pyodide.globals.get("f@"));\n', n)),
    'Python: listeners': ('a.py', 2000, lambda n: PY + repeat(
        'h@ = create_proxy(f@)\njs.document.addEventListener("a@", h@)\njs.document.removeEventListener("a@", h@)\n', n)),
    'Python: comprehensions': ('a.py', 2000, lambda n: PY + repeat('x@ = [create_proxy(f) for f in y if f if f]\n', n)),
    'Python: format strings': ('a.py', 2000, lambda n: PY + 'x = f"' + '{f(1)}' * n + '"\njs.setTimeout(lambda: 1, 1)\n'),
    'Python: a dictionary': ('a.py', 5000, lambda n: PY + 'x = {' + repeat('"a@": create_proxy(f),\n', n) + '}\n'),
    'Python: match': ('a.py', 2000, lambda n: PY + 'match x:\n' + repeat('  case [@, *y]: js.setTimeout(y, 1)\n', n)),
    'Python: with': ('a.py', 1000, lambda n: PY + 'def f():\n' + repeat('  with a@() as b: js.setTimeout(b, 1)\n', n)),
    'Python: return in try': ('a.py', 1000, lambda n: PY + 'def f(x):\n  p = create_proxy(f)\n  try:\n'
                              + repeat('    if x == @: return 1\n', n) + '  finally:\n    p.destroy()\n'),
    'Python: suppressions of blocks': ('a.py', 500, lambda n: PY + repeat('# proxylint: ignore-begin[callback/leak] a\n', n)
                                       + repeat('# proxylint: ignore-end[callback/leak] a\n', n)),
    'Python: suppressions of the file': ('a.py', 3000, lambda n: PY + repeat('js.setTimeout(lambda: @, 1)\n', n)
                                         + '# proxylint: ignore-file[callback/*] a\n' * n),
    'Python: suppressions without rules': ('a.py', 3000, lambda n: PY + repeat('js.setTimeout(lambda: @, 1)  # proxylint: ignore a\n', n)),
    'Python: a suppression of many rules': ('a.py', 3000, lambda n: PY + 'js.setTimeout(lambda: 1, 1)  # proxylint: ignore['
                                            + repeat('callback/@,', n) + '] a\n'),
    'HTML: configurations': ('a.html', 500, lambda n: '<script type="py" config=\'{"packages": ["a"]}\'>\nimport js\n</script>\n' * n),
    'HTML: modules': ('a.html', 1000, lambda n: repeat('<script type="module" src="m@.js"></script>\n', n)
                      + '<script type="py">\nimport js\n</script>\n'),
    'Zig: errdefer': ('a.zig', 100, lambda n: ZIG + 'fn f() !void {\n' + repeat(
        'const a@ = try g(); errdefer h(a@); _ = py.PyList_New(0);\n', n) + '}\n'),
    'Zig: fields': ('a.zig', 3000, lambda n: ZIG + 'const S = struct {\n' + repeat('a@: ?*py.PyObject,\n', n) + '};\n'),
    'a baseline': ('proxylint-baseline.json', 5000, lambda n: '{"version": 1, "findings": [' + ','.join(
        f'{{"rule": "pyproxy/leak", "path": "a.js", "fingerprint": "{i:032x}", "count": 1}}' for i in range(n)) + ']}'),
}


# Reports are longer than what they are about: formats whose cost is that of the findings, whatever their lines are like.
for form in ('full', 'html', 'sarif', 'lsp'):
    SHAPES[f'findings on one line, --format={form}'] = (
        'a.py', 2000, lambda n: PY + 'x = [' + 'js.setTimeout(lambda: 1, 1), ' * n + ']\n', form)


def write(folder, name, text):
    """Writes it, with empty lines behind code: what seems to be made by a program is not linted. Gives what to lint."""
    for old in folder.iterdir():
        old.unlink()
    padded = Path(name).suffix not in ('.json', '.ipynb')
    (folder / name).write_text(text + '\n' * (len(text) // 900 if padded else 0))
    if name not in ('proxylint.toml', 'proxylint-baseline.json'):
        return name
    (folder / 'b.js').write_text(JS + 'pyodide.runPython("[1]");\n')
    return 'b.js'


def seconds(program, folder, name, form='jsonl'):
    """Processor time of the quickest run."""
    spent = []
    for _ in range(RUNS):
        child = subprocess.Popen([program, *LINT, f'--format={form}', name], cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        _, _, used = os.wait4(child.pid, 0)
        child.returncode = 0
        spent.append(used.ru_utime + used.ru_stime)
    return min(spent)


def rows(program, folder, wanted):
    start = seconds(program, folder, write(folder, 'a.py', PY))
    chosen = {name: shape for name, shape in SHAPES.items() if not wanted or any(word in name for word in wanted)}
    for number, (name, (file, n, text, *form)) in enumerate(chosen.items(), 1):
        print(f'  GROWTH  {number} of {len(chosen)}: {name}', file=sys.stderr, flush=True)
        once, twice = (max(seconds(program, folder, write(folder, file, text(size)), *form) - start, NOTICED) for size in (n, 2 * n))
        yield twice / once, name, n


def main():
    program = str(Path(sys.argv[1]).absolute())
    with tempfile.TemporaryDirectory() as work:
        found = sorted(rows(program, Path(work), sys.argv[2:]), reverse=True)
    print('| twice as many of | once | times the cost |\n|---|---|---|')
    for ratio, name, n in found:
        print(f'| {name} | {n} | {ratio:.1f} |')


if __name__ == '__main__':
    main()
