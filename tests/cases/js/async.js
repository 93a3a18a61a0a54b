// await, async functions and promise chains

export async function awaited(pyodide) {
  const rows = await pyodide.runPythonAsync("[[1], [2]]"); // expect: pyproxy/leak
  return rows.toJs();
}

export async function awaitedReleased(pyodide) {
  const rows = await pyodide.runPythonAsync("[[1], [2]]");
  try {
    return rows.toJs();
  } finally {
    rows.destroy();
  }
}

export async function awaitedChain(pyodide) {
  return (await pyodide.runPythonAsync("[[1], [2]]")).toJs(); // expect: pyproxy/chained-temporary
}

export async function awaitedDiscarded(pyodide) {
  await pyodide.runPythonAsync("[[1], [2]]"); // expect: pyproxy/discarded
}

export async function unknownDiscarded(pyodide, code) {
  await pyodide.runPythonAsync(code);
}

export async function guardedDiscarded(pyodide, code) {
  (await pyodide.runPythonAsync(code))?.destroy?.();
}

export function chained(pyodide, code) {
  return pyodide.runPythonAsync(code).then((result) => { // expect: pyproxy/leak
    return result.toJs();
  });
}

export function chainedReleased(pyodide, code) {
  return pyodide.runPythonAsync(code).then((result) => {
    const data = result.toJs();
    result.destroy();
    return data;
  });
}

export function chainedFinally(pyodide, use) {
  const rows = pyodide.toPy([1, 2]);
  return use(rows).finally(() => rows.destroy());
}

export function chainedShort(pyodide, code) {
  return pyodide.runPythonAsync(code).then((result) => result.destroy());
}

export function handedOn(pyodide, code) {
  return pyodide.runPythonAsync(code).then((result) => result);
}

export async function called(pyodide, url) {
  const load = pyodide.globals.get("load");
  try {
    const rows = await load(url); // expect: pyproxy/leak
    return rows.toJs();
  } finally {
    load.destroy();
  }
}

export async function calledReleased(pyodide, url) {
  const load = pyodide.globals.get("load");
  let rows;
  try {
    rows = await load(url);
    return rows.toJs();
  } finally {
    rows?.destroy();
    load.destroy();
  }
}

export async function coroutine(pyodide) {
  const task = pyodide.runPython("import asyncio; asyncio.sleep(1, 'done')");
  return await task;
}

export async function timeout(pyodide, code) {
  const result = await Promise.race([
    pyodide.runPythonAsync(code),
    new Promise((_, reject) => setTimeout(reject, 1000)),
  ]);
  return String(result);
}

export async function loop(pyodide, urls) {
  for (const url of urls) {
    const options = pyodide.toPy({ url }); // expect: pyproxy/leak
    await fetch(url);
    console.log(options.toString());
  }
}

// What comes of a promise comes through catch and finally, too

export async function caught(pyodide, code) {
  let result = await pyodide.runPythonAsync(code).catch((error) => error); // expect: pyproxy/overwritten
  if (result instanceof pyodide.ffi.PyProxy) {
    result = result.toJs();
  }
  return result;
}

export async function timed(pyodide, code, stop) {
  const result = await pyodide.runPythonAsync(code).finally(() => stop()); // expect: pyproxy/leak
  return result.toJs();
}

export async function timedRight(pyodide, code, stop) {
  const result = await pyodide.runPythonAsync(code).finally(() => stop());
  try {
    return result.toJs();
  } finally {
    result.destroy();
  }
}

// Items that are waited for one by one are owned

export async function streamed(pyodide, show) {
  const rows = pyodide.runPython("stream()");
  try {
    for await (const row of rows) { // expect: pyproxy/leak
      show(row.toJs());
    }
  } finally {
    rows.destroy();
  }
}

export async function streamedRight(pyodide, show) {
  const rows = pyodide.runPython("stream()");
  try {
    for await (const row of rows) {
      show(row.toJs());
      row.destroy();
    }
  } finally {
    rows.destroy();
  }
}
