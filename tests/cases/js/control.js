// Rarer ways through a function

export function labelled(pyodide, grid) {
  const args = pyodide.toPy([1, 2]);
  outer: for (const row of grid) {
    for (const cell of row) {
      if (cell === 0) {
        break outer;
      }
    }
  }
  args.destroy();
}

export function labelledLost(pyodide, grid) {
  outer: for (const row of grid) {
    const args = pyodide.toPy([1, 2]); // expect: pyproxy/leak
    for (const cell of row) {
      if (cell === 0) {
        continue outer;
      }
    }
    args.destroy();
  }
}

export function fallthrough(pyodide, kind) {
  const args = pyodide.toPy([1, 2]);
  switch (kind) {
    case "a":
      console.log("a");
    case "b":
      args.destroy();
      break;
    default:
      args.destroy();
  }
}

export function finallyReturns(pyodide) {
  const args = pyodide.toPy([1, 2]);
  try {
    throw new Error("always");
  } catch {
    return 1;
  } finally {
    args.destroy();
  }
}

export function nullish(pyodide, given) {
  const own = given ? null : pyodide.toPy({});
  const ns = given ?? own;
  pyodide.runPython("x = 1", { globals: ns });
  own?.destroy();
}

export function onlyIfOwned(pyodide, given) {
  const ns = given ?? pyodide.toPy({});
  try {
    pyodide.runPython("x = 1", { globals: ns });
  } finally {
    if (!given) {
      ns.destroy();
    }
  }
}

export function nested(pyodide) {
  function inner() {
    const args = pyodide.toPy([1, 2]); // expect: pyproxy/leak
    return args.length;
  }
  return inner() + inner();
}

export function exits(pyodide, code) {
  const args = pyodide.toPy([1, 2]); // expect: pyproxy/leak
  for (;;) {
    if (args.length > code.length) {
      return true;
    }
    code = code.slice(1);
  }
}

export function comparison(pyodide, code) {
  const before = pyodide.toPy([1]);
  const after = pyodide.toPy([1]);
  const same = before === after;
  before.destroy();
  after.destroy();
  return same && code;
}

export function logical(pyodide, wanted) {
  const rows = wanted && pyodide.runPython("[[1], [2]]"); // expect: pyproxy/leak
  return wanted ? rows.length : 0;
}

export function immediately(pyodide) {
  return (() => {
    const rows = pyodide.runPython("[[1], [2]]"); // expect: pyproxy/leak
    return rows.length;
  })();
}
