export function View({ pyodide }) {
  return (
    <ul>
      {/* proxylint: ignore[pyproxy/chained-temporary] drawn once */}
      {pyodide.runPython("[1]").toJs()}
    </ul>
  );
}
