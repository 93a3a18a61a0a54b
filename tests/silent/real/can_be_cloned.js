// A copy that nobody wants, in a try: the question is whether it can be made.
function canBeCloned(value) {
  try {
    structuredClone(value);
    return true;
  } catch {
    return false;
  }
}

export function handle(pyodide, code, port) {
  const result = pyodide.runPython(code);
  const plain = canBeCloned(result) ? result : result.toString();
  port.reply(plain);
  result?.destroy?.();
}

export function handleTable(pyodide, port) {
  const table = pyodide.toPy([[1, 2]]);
  if (!canBeCloned(table)) port.reply("no");
  table.destroy();
}
