// Everything crosses as JSON, strings and numbers.
let pyodide;

export async function init(load) {
  pyodide = await load();
  await pyodide.runPythonAsync(`
import json

def query(text):
    return json.dumps({"text": text})
`);
}

export async function query(text) {
  pyodide.globals.set("text", text);
  return JSON.parse(await pyodide.runPythonAsync("query(text)"));
}

export function version() {
  return pyodide.runPython("import sys; sys.version").split(" ")[0];
}

export function count() {
  return pyodide.runPython("len(text)") + 1;
}

export async function install(name) {
  await pyodide.runPythonAsync(`
import micropip
await micropip.install("${name}")
`);
}

export function show(code) {
  const output = pyodide.runPython(code);
  document.querySelector("#output").value += `${output}\n`;
}

export async function exec(code) {
  try {
    await pyodide.runPythonAsync(code);
  } catch (error) {
    console.error(error.message);
  }
}

export function handleError(pyodide, term, command) {
  const future = pyodide.runPython("console").push(command);
  term.error(future.formatted_error.trimEnd());
  future.destroy();
}
