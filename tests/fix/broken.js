// A file that cannot be read whole is not touched
export function load(pyodide) {
  pyodide.runPython("[1]"); // expect: pyproxy/discarded
}
function {{{ ) (
