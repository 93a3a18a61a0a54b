// All the ways to say destroy.

function destroyAll(...proxies) {
  for (const proxy of proxies) {
    proxy?.destroy?.();
  }
}

export function byHelper(pyodide, use) {
  const a = pyodide.toPy([1]);
  const b = pyodide.toPy([2]);
  try {
    use(a, b);
  } finally {
    destroyAll(a, b);
  }
}

export function byTernary(pyodide, code) {
  const result = pyodide.runPython(code);
  const data = result?.toJs ? result.toJs() : result;
  result?.destroy ? result.destroy() : null;
  return data;
}

export function byAnd(pyodide, code) {
  const result = pyodide.runPython(code);
  const data = result && result.toJs ? result.toJs() : result;
  result && result.destroy && result.destroy();
  return data;
}

export function byIndex(pyodide) {
  const result = pyodide.runPython("[1, 2]");
  const data = result.toJs();
  result["destroy"]();
  return data;
}

export function byOption(pyodide) {
  const result = pyodide.runPython("[1, 2]");
  const data = result.toJs();
  result.destroy({ message: "the result was converted" });
  return data;
}

export function byPromise(pyodide, run) {
  const ns = pyodide.toPy({});
  return run(ns)
    .then((value) => value)
    .finally(() => ns.destroy());
}

export async function byBothHandlers(pyodide, run) {
  const ns = pyodide.toPy({});
  await run(ns).then(
    () => ns.destroy(),
    () => ns.destroy(),
  );
}

export function byList(pyodide, names) {
  const made = [];
  try {
    for (const name of names) {
      made.push(pyodide.toPy({ name }));
    }
    return made.map((proxy) => proxy.toString());
  } finally {
    made.forEach((proxy) => proxy.destroy());
  }
}

export function byLoop(pyodide, code) {
  const rows = pyodide.runPython(code);
  for (const row of rows) {
    console.log(String(row));
    row.destroy?.();
  }
  rows.destroy();
}

export function deleted(pyodide, code) {
  let result = pyodide.runPython(code);
  const text = String(result);
  if (result && typeof result === "object" && "destroy" in result) {
    result.destroy();
    result = undefined;
  }
  return text;
}
