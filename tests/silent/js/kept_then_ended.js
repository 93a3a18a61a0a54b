/* Proxies that JavaScript keeps as callbacks, and that are destroyed after it has let go of them, or may have. */
export async function afterItRan(pyodide) {
  const step = pyodide.globals.get("step");
  setTimeout(step, 10);
  await new Promise((resolve) => setTimeout(resolve, 100));
  step.destroy();
}

export function cleared(pyodide) {
  const step = pyodide.globals.get("step");
  const timer = setInterval(step, 10);
  clearInterval(timer);
  step.destroy();
}

export function clearedInTime(pyodide) {
  const step = pyodide.globals.get("step");
  const timer = setTimeout(step, 1000);
  clearTimeout(timer);
  step.destroy();
}

export function observed(pyodide, target) {
  const onChange = pyodide.globals.get("on_change");
  const observer = new MutationObserver(onChange);
  observer.observe(target);
  observer.disconnect();
  onChange.destroy();
}

export function aborted(pyodide, button) {
  const onClick = pyodide.globals.get("on_click");
  const controller = new AbortController();
  button.addEventListener("click", onClick, { signal: controller.signal });
  controller.abort();
  onClick.destroy();
}

export function discarded(pyodide) {
  const onClick = pyodide.globals.get("on_click");
  const button = document.createElement("button");
  button.addEventListener("click", onClick);
  button.remove();
  onClick.destroy();
}
