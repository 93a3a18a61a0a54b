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
