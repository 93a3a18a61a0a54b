// When `await` throws there is no result yet.
export async function evaluate(pyodide, code, port) {
  let result;
  try {
    result = await pyodide.runPythonAsync(code);
    port.postMessage(String(result));
  } catch (error) {
    port.postMessage(String(error));
  } finally {
    result?.destroy?.();
  }
  port.postMessage("done");
}
