// A module has no items: api[name] is an attribute, tied to the module.
let api;

export async function init(pyodide) {
  api = pyodide.pyimport("app");
}

export function onClick(name) {
  const call = api[name];
  call("click");
}
