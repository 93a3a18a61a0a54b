// A global of the page that Python fills, and a method of it that lists have as well

export async function handleInput(pyodide, commands, echo) {
  pyodide.runPython(`
import js
from pyodide.console import PyodideConsole
js.pyconsole = PyodideConsole()
`);
  for (const command of commands) {
    const future = pyconsole.push(command); // expect: pyproxy/leak
    if (future.syntax_check === "incomplete") {
      continue;
    }
    echo(await future);
    future.destroy();
  }
}
