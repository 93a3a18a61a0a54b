const open = new Map();

export function onMessage(pyodide, id) {
  open.set(id, pyodide.runPython("[1, 2]"));
}

export function onDone(id) {
  const proxy = open.get(id);
  if (proxy) {
    proxy.destroy();
    open.delete(id);
  }
}
