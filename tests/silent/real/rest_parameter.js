// The rest parameter is an Array of JavaScript; its items are strings.
export function install(pyodide) {
  pyodide.registerJsModule("loader", {
    load: (...urls) => Promise.all(urls.map((url) => import(url))),
  });
}
