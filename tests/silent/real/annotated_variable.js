// The annotation says that it is a number.
export function onMessage(pyodide, port) {
  const total = pyodide.runPython(`
total: int = count_rows()
total
`);
  port.postMessage({ total });
}
