// The same worker without the leaks
import { loadPyodide } from "https://cdn.jsdelivr.net/pyodide/v314.0.7/full/pyodide.mjs";

const ready = loadPyodide();

self.onmessage = async (event) => {
  const pyodide = await ready;
  const { id, code, context } = event.data;
  const globals = pyodide.toPy({ ...context, id });
  let result;
  try {
    result = await pyodide.runPythonAsync(code, { globals });
    self.postMessage({ id, result: result?.toJs?.() ?? result });
  } catch (error) {
    self.postMessage({ id, error: error.message });
  } finally {
    result?.destroy?.();
    globals.destroy();
  }
};
