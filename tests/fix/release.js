export async function load(pyodide, ready) {
  pyodide.runPython("[1]");
  await pyodide.runPythonAsync("[1]");
  const list = pyodide.runPython("[1]"); // expect: pyproxy/leak
  if (!ready) return 3;
  // its value would be read after the end
  if (ready === 2) return list.length + 1;
  list.destroy();
}

// without a semicolon a parenthesis would belong to the line before
export async function bare(pyodide) {
  ready()
  await pyodide.runPythonAsync("[1]") // expect: pyproxy/discarded
}

// proxylint: ignore[pyproxy/leak, pyproxy/discarded] the second one of them is needed
export function both(pyodide) { pyodide.runPython("[1]"); }

export function stale(pyodide) { // proxylint: ignore[pyproxy/leak] nothing is lost here
  // proxylint: ignroe[pyproxy/discarded] nearly
  pyodide.runPython("[1]");
  // proxylint: ignore[pyproxy/discardd] nearly, too
  pyodide.runPython("[1]");
  /* proxylint: ignore all that there is */ pyodide.runPython("[1]");
}
