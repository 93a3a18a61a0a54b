// Python inside JavaScript: findings stand at the line of the Python text

export async function timers(pyodide) {
  await pyodide.runPythonAsync(`
from js import setTimeout, setInterval
from pyodide.ffi import create_proxy, create_once_callable

def tick():
    print("tick")

setTimeout(tick, 50)  # expect: callback/borrowed-escapes
setTimeout(create_once_callable(tick), 50)
setInterval(create_once_callable(tick), 50)  # expect: callback/once-reused
  `);
}

export function observer(pyodide) {
  pyodide.runPython("import js\njs.ResizeObserver.new(lambda *_: print(1))"); // expect: callback/borrowed-in-new
}

export function quiet(pyodide) {
  pyodide.runPython(`
from js import document
document.body.onclick = lambda event: print(event)
`);
}
