// 1 + 1 is a number on every way to its reader.
async function answer(pyodide) {
  return pyodide.runPythonAsync("1 + 1");
}

export function onClick(pyodide) {
  answer(pyodide).then((result) => console.log("1 + 1 =", result));
}
