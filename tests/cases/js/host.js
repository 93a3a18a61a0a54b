// What Python lends to a JavaScript function

const listeners = [];
let last = null;

export function install(pyodide) {
  pyodide.registerJsModule("host", {
    add(callback) {
      listeners.push(callback); // expect: pyproxy/borrowed-kept
    },
    addCopy(callback) {
      listeners.push(callback.copy());
    },
    setLast(callback) {
      last = callback; // expect: pyproxy/borrowed-kept
    },
    now(callback) {
      callback(Date.now());
    },
    later(callback) {
      setTimeout(() => callback(), 100); // expect: pyproxy/borrowed-kept
    },
    laterCopy(callback) {
      const own = callback.copy();
      setTimeout(() => {
        own();
        own.destroy();
      }, 100);
    },
    async load(url, done) {
      const response = await fetch(url);
      done(response.status);
    },
    convert(data) {
      return data.toJs();
    },
    data(rows) {
      last = rows.toJs();
    },
  });
}

export function asGlobal(pyodide) {
  pyodide.globals.set("on_ready", (callback) => {
    last = callback; // expect: pyproxy/borrowed-kept
  });
  pyodide.globals.set("log", (message) => {
    console.log(message);
  });
}

export function called() {
  return last?.();
}
