// The helper destroys what it was given, and the view that it made.
function sizeOf(response) {
  const names = response.headers.keys();
  const size = Array.from(names).length;
  names.destroy();
  response.destroy();
  return size;
}

export function onMessage(pyodide, code, port) {
  let result = pyodide.runPython(code);
  if (pyodide.isPyProxy(result)) {
    result = sizeOf(result);
  }
  port.postMessage({ result });
}
