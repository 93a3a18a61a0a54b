// micropip's coroutines give None: nothing to destroy.
let pyodide;

self.onmessage = async ({ data }) => {
  const micropip = pyodide.pyimport("micropip");
  for (const name of data.names) {
    await micropip.install(name);
  }
  micropip.destroy();
};
