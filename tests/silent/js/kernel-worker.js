// A worker that runs code for a page and gives every proxy back.
importScripts("https://cdn.jsdelivr.net/pyodide/v0.29.0/full/pyodide.js");

let pyodide;
let interrupt;

async function start() {
  pyodide = await loadPyodide({ indexURL: "/pyodide/" });
  await pyodide.loadPackage("micropip");
  const micropip = pyodide.pyimport("micropip");
  await micropip.install("rich");
  await pyodide.runPythonAsync(`
import sys, io

def reset():
    sys.stdout = io.StringIO()

def captured():
    return sys.stdout.getvalue()
`);
  interrupt = new Uint8Array(new SharedArrayBuffer(1));
  pyodide.setInterruptBuffer(interrupt);
}

const ready = start();

async function execute(code, context) {
  const globals = pyodide.toPy(context);
  let result;
  try {
    pyodide.runPython("reset()");
    result = await pyodide.runPythonAsync(code, { globals });
    const output = pyodide.runPython("captured()");
    const value = result instanceof pyodide.ffi.PyProxy ? result.toJs({ create_pyproxies: false }) : result;
    return { output, value };
  } catch (error) {
    return { error: error instanceof pyodide.ffi.PythonError ? error.type : String(error) };
  } finally {
    result?.destroy?.();
    globals.destroy();
  }
}

self.onmessage = async ({ data }) => {
  await ready;
  switch (data.type) {
    case "run":
      self.postMessage({ id: data.id, ...(await execute(data.code, data.context)) });
      break;
    case "file":
      pyodide.FS.writeFile(data.path, data.bytes);
      self.postMessage({ id: data.id });
      break;
    case "interrupt":
      interrupt[0] = 2;
      break;
    default:
      self.postMessage({ id: data.id, error: `unknown type ${data.type}` });
  }
};
