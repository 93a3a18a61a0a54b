// "os.path.join": from attribute to attribute, each of them tied to the one before.
export async function handleCall(pyodide, names, args) {
  const root = pyodide.globals.get(names[0]);
  try {
    let callable = root;
    for (const name of names.slice(1)) {
      callable = callable[name];
    }
    return String(callable.callKwargs(...args, {}));
  } finally {
    root.destroy();
  }
}

export async function handleEvent(pyodide, code, event) {
  const [name, ...keys] = code.split(".");
  const root = pyodide.globals.get(name);
  let target = root;
  let context;
  for (const key of keys) [context, target] = [target, target[key]];
  try {
    await target.call(context, event);
  } finally {
    root.destroy();
  }
}
