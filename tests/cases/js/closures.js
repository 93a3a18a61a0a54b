// A closure that outlives the function takes the proxy with it

export function captured(pyodide, button) {
  const onClick = pyodide.globals.get("on_click");
  button.addEventListener("click", (event) => onClick(event.type));
}

export function capturedByReturned(pyodide) {
  const step = pyodide.globals.get("step");
  return { run: (dt) => step(dt), stop: () => step.destroy() };
}

export function releasedByCallback(pyodide, done) {
  const rows = pyodide.runPython("[[1], [2]]");
  setTimeout(() => {
    done(rows.length);
    rows.destroy();
  }, 100);
}

export function notCaptured(pyodide, button) {
  const rows = pyodide.runPython("[[1], [2]]"); // expect: pyproxy/leak
  const size = rows.length;
  button.addEventListener("click", () => console.log(size));
}

export function insideHandler(pyodide, button) {
  button.addEventListener("click", () => {
    const rows = pyodide.runPython("[[1], [2]]"); // expect: pyproxy/leak
    console.log(rows.length);
  });
}

export function helper(pyodide) {
  const rows = pyodide.runPython("[[1], [2]]");
  const free = () => rows.destroy();
  const size = rows.length;
  free();
  return size;
}

function release(proxy) {
  proxy.destroy();
}

export function byFunction(pyodide) {
  const rows = pyodide.runPython("[[1], [2]]");
  const size = rows.length;
  release(rows);
  return size;
}

function sizeOf(proxy) {
  return proxy.length;
}

export function onlyRead(pyodide) {
  const rows = pyodide.runPython("[[1], [2]]"); // expect: pyproxy/leak
  return sizeOf(rows);
}

function make(pyodide) {
  return pyodide.runPython("[[1], [2]]");
}

export function fromHelper(pyodide) {
  const rows = make(pyodide); // expect: pyproxy/leak
  return rows.length;
}

export function fromHelperReleased(pyodide) {
  const rows = make(pyodide);
  const size = rows.length;
  rows.destroy();
  return size;
}
