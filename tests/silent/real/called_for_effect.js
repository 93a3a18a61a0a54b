// Called for its effect; nothing is known of a result.
export async function onRun(pyodide, code) {
  await pyodide.runPythonAsync(code);
  pyodide.runPython("main.main()");
  pyodide.runPython("evaluator.cancel()");
}
