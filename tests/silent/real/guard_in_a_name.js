// One test, asked twice: both conditionals go the same way.
export async function evaluate(pyodide, code) {
  const result = await pyodide.runPythonAsync(code);
  const isProxy = typeof result?.toJs === "function";
  const value = isProxy ? result.toJs() : result;
  if (isProxy) {
    result.destroy();
  }
  return value;
}

export async function evaluateFinally(pyodide, code) {
  const result = await pyodide.runPythonAsync(code);
  const convertible = result instanceof pyodide.ffi.PyProxy;
  try {
    return convertible ? result.toJs() : result;
  } finally {
    if (convertible) result.destroy();
  }
}
