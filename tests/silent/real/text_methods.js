// replaceAll and replace are methods of strings.
export function onKey(pyodide, show) {
  const shorten = pyodide.globals.get("shorten");
  show(shorten("a long line").replaceAll("]]", "&rsqb;"));
  shorten.destroy();
}
