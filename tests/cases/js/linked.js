// Functions defined by Python text are known where JavaScript fetches them
import { loadPyodide } from "pyodide";

const pyodide = await loadPyodide();

pyodide.runPython(`
def rows(n):
    return [[i] for i in range(n)]

def count(n):
    return n + 1

def nothing():
    print("nothing")

async def load():
    return {"a": 1}
`);

export function fetchedRows() {
  const rows = pyodide.globals.get("rows");
  const result = rows(3); // expect: pyproxy/leak
  rows.destroy();
  return result.length;
}

export function fetchedCount() {
  const count = pyodide.globals.get("count");
  const result = count(3);
  count.destroy();
  return result;
}

export function ignoredRows() {
  const rows = pyodide.globals.get("rows");
  rows(3); // expect: pyproxy/discarded
  rows.destroy();
}

export function ignoredNothing() {
  const nothing = pyodide.globals.get("nothing");
  nothing();
  nothing.destroy();
}

export async function ignoredLoad() {
  const load = pyodide.globals.get("load");
  await load(); // expect: pyproxy/discarded
  load.destroy();
}

export function evaluated() {
  pyodide.runPython("count(1)");
  pyodide.runPython("rows(1)"); // expect: pyproxy/discarded
}
