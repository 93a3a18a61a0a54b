// What map and Promise.all gather is released item by item, or goes where the list goes.

export async function handlePair(pyodide) {
  const [rows, head] = await Promise.all([pyodide.runPythonAsync("rows()"), pyodide.runPythonAsync("head()")]);
  const answer = [rows.toJs(), head.toJs()];
  rows.destroy();
  head.destroy();
  return answer;
}

export async function handleAll(pyodide, names) {
  const results = await Promise.all(names.map((name) => pyodide.runPythonAsync(`load(${name})`)));
  try {
    return results.map((result) => result.toJs());
  } finally {
    results.forEach((result) => result.destroy());
  }
}

export async function handleSome(pyodide, names) {
  const results = await Promise.all(names.map(async (name) => pyodide.toPy([name])));
  for (const result of results) {
    result.destroy();
  }
}

export function handleStack(pyodide, names, show) {
  const tables = names.map((name) => pyodide.toPy({ name }));
  show(tables.length);
  while (tables.length) {
    tables.pop().destroy();
  }
}

export function handleNumbered(pyodide, names, show) {
  const tables = names.map((name) => pyodide.toPy({ name }));
  show(tables.length);
  for (let i = 0; i < tables.length; i++) {
    tables[i].destroy();
  }
}

export function handleWanted(pyodide, names) {
  const tables = names.map((name) => pyodide.toPy({ name }));
  tables.filter(Boolean).forEach((table) => table.destroy());
}

export function tablesOf(pyodide, names) {
  return names.map((name) => pyodide.toPy({ name }));
}

export function tablesIn(pyodide, names) {
  return { tables: names.map((name) => pyodide.toPy({ name })) };
}

export class Tables {
  render(pyodide, names) {
    this.tables = names.map((name) => pyodide.toPy({ name }));
  }

  close() {
    for (const table of this.tables) table.destroy();
  }
}

export function handleText(pyodide, names) {
  return names.map((name) => pyodide.runPython("str(7)")).join();
}

export class Views {
  render(pyodide, name) {
    this.views = [pyodide.toPy({ name }), pyodide.toPy([name])];
  }

  close() {
    this.views.forEach((view) => view.destroy());
  }
}

let kept;

export function renderKept(pyodide, names) {
  kept = names.map((name) => pyodide.toPy({ name }));
}

export function close() {
  for (const table of kept) table.destroy();
}

export async function handleLoaded(load, show) {
  const [pyodide, text] = await Promise.all([load(), fetch("/main.py")]);
  show(text);
  return pyodide.runPython("str(7)");
}
