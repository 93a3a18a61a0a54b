// A property gives what its function returns.
export function onMessage(pyodide, port) {
  const size = pyodide.runPython(`
class Box:
    @property
    def size(self):
        return 3

Box().size
`);
  port.postMessage({ size });
}
