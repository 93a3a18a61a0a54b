// What toJs() gave is another value than what was converted.
export async function evaluate(pyodide, code) {
  const result = await pyodide.runPythonAsync(code);
  const value = result?.toJs ? result.toJs() : result;
  if (value !== result) {
    result.destroy();
  }
  return value;
}
