// What a list holds is destroyed from the list.
export function all(pyodide) {
  const owned = [];
  try {
    const load = pyodide.globals.get("load");
    owned.push(load);
    const rows = load(1);
    owned.push(rows);
    return rows.toJs();
  } finally {
    owned.forEach((proxy) => proxy.destroy());
  }
}
