// The name of a type is a string
export function typeName(pyodide) {
  const name = pyodide.runPython("type(run_code).__name__");
  const doc = pyodide.runPython("import json; json.dumps.__doc__");
  return `${name}: ${doc}`;
}
