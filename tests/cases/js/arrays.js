// Proxies collected in an array and released in a loop

export function collected(pyodide, names) {
  const proxies = [];
  for (const name of names) {
    proxies.push(pyodide.toPy({ name }));
  }
  for (const proxy of proxies) {
    proxy.destroy();
  }
}

export function collectedForEach(pyodide, names) {
  const proxies = names.map((name) => pyodide.toPy({ name }));
  proxies.forEach((proxy) => console.log(proxy.toString()));
  proxies.forEach((proxy) => proxy.destroy());
}

export function literal(pyodide, use) {
  const a = pyodide.toPy([1]);
  const b = pyodide.toPy([2]);
  use(a, b);
  for (const proxy of [a, b]) {
    proxy.destroy();
  }
}

export function converted(pyodide) {
  const pyproxies = [];
  const data = pyodide.runPython("{'f': len, 'n': [1]}");
  try {
    return data.toJs({ pyproxies }).n;
  } finally {
    while (pyproxies.length) {
      pyproxies.pop().destroy();
    }
    data.destroy();
  }
}

const open = new Set();

export function registered(pyodide, name) {
  const proxy = pyodide.toPy({ name });
  open.add(proxy);
}

export function closeAll() {
  open.forEach((proxy) => proxy.destroy());
  open.clear();
}

export function oneForgotten(pyodide, use) {
  const a = pyodide.toPy([1]);
  const b = pyodide.toPy([2]); // expect: pyproxy/leak
  use(a.length, b.length);
  a.destroy();
}

// What a function gives for each item is gathered in a list, and lost with it

export function renderCount(pyodide, names) {
  const tables = names.map((name) => pyodide.toPy({ name })); // expect: pyproxy/chained-temporary
  return tables.length;
}

export async function renderAll(pyodide, names) {
  const results = await Promise.all(names.map((name) => pyodide.runPythonAsync(`rows(${name})`))); // expect: pyproxy/chained-temporary
  return results.map((result) => result.toJs());
}

export async function renderBoth(pyodide) {
  const [rows] = await Promise.all([pyodide.runPythonAsync("rows()"), fetch("/style")]); // expect: pyproxy/leak
  return rows.toJs();
}
