// A guard of its own time: what is no proxy goes out as it is.
function fieldsOf(answer) {
  const fields = { body: answer.toString() };
  answer.destroy();
  return fields;
}

export function handle(pyodide, code, port) {
  let result = pyodide.runPython(code);
  if (pyodide.isPyProxy(result)) {
    result = fieldsOf(result);
  }
  port.postMessage({ result });
}
