// Values that may or may not be proxies

export async function optional(pyodide, code) {
  const result = await pyodide.runPythonAsync(code);
  console.log(String(result));
  result?.destroy?.();
}

export function truthy(pyodide, code) {
  const result = pyodide.runPython(code);
  const data = result && result.toJs ? result.toJs() : result;
  if (result && result.destroy) {
    result.destroy();
  }
  return data;
}

export function byInstance(pyodide, code) {
  let result = pyodide.runPython(code);
  if (result instanceof pyodide.ffi.PyProxy) {
    const proxy = result;
    result = proxy.toJs();
    proxy.destroy();
  }
  return result;
}

export function byInstanceLost(pyodide, code) {
  const result = pyodide.runPython(code); // expect: pyproxy/leak
  if (result instanceof pyodide.ffi.PyProxy) {
    return result.toJs();
  }
  return result;
}

export function byType(pyodide, code) {
  const result = pyodide.runPython(code);
  const text = String(result);
  if (typeof result?.destroy === "function") {
    result.destroy();
  }
  return text;
}

export function guardedConversion(pyodide, code) {
  const result = pyodide.runPython(code); // expect: pyproxy/leak
  if (typeof result.toJs === "function") {
    return result.toJs();
  }
  return result;
}

export function printed(pyodide, code) {
  const output = pyodide.runPython(code);
  document.querySelector("#output").textContent = output;
}

export function number(pyodide) {
  const count = pyodide.globals.get("count");
  return count + 1;
}

export function release(value) {
  if (value !== undefined && "destroy" in value) {
    value.destroy();
  }
}
