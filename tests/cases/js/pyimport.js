// Modules and what they give

export async function install(pyodide, names) {
  const micropip = pyodide.pyimport("micropip");
  await micropip.install(names);
}

export function instance(pyodide, code) {
  const runner = pyodide.pyimport("runner");
  const session = runner.Session.callKwargs(code, { debug: true }); // expect: pyproxy/leak
  session.execute();
  runner.destroy();
}

export function instanceReleased(pyodide, code) {
  const runner = pyodide.pyimport("runner");
  const session = runner.Session.callKwargs(code, { debug: true });
  session.execute();
  session.destroy();
  runner.destroy();
}

export function attribute(pyodide) {
  const os = pyodide.pyimport("os");
  const cwd = os.getcwd();
  os.destroy();
  return cwd;
}

export function outlives(pyodide) {
  const runner = pyodide.pyimport("runner");
  const Session = runner.Session;
  runner.destroy();
  return Session("code"); // expect: pyproxy/outlives-parent
}
