let engine = null;

async function start() {
  engine = await loadPyodide();
}
start();

function newRows() {
  return engine.toPy([1, 2]);
}
