// JSON.parse takes text; what is parsed is no proxy.
export function onMessage(pyodide, intent) {
  pyodide.globals.set("intent", JSON.stringify(intent));
  return JSON.parse(pyodide.runPython("app.dispatch(intent)"));
}
