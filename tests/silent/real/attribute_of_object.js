// An attribute of an object is no proxy when it is a string or a number.
export function onMessage(pyodide, port) {
  const kind = pyodide.runPython("type(handler).__name__");
  const minor = pyodide.runPython("import sys; sys.version_info.minor");
  const id = pyodide.runPython("import uuid; uuid.uuid4().hex");
  port.postMessage({ text: "handler: " + kind, minor, id });
}
