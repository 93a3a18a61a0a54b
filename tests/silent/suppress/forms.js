// proxylint: ignore-file[pyproxy/overwritten] this one hides what the last function does
export function ends(pyodide, show) {
  pyodide.runPython("[1]"); // proxylint: ignore[pyproxy/discarded] at the end of the line
  pyodide.runPython("[1]"); /* proxylint: ignore[pyproxy/discarded] -- in a block comment */
  show(
    pyodide.runPython(
      "[1]",
    ).toJs(), // proxylint: ignore[pyproxy/chained-temporary] at the end of what has several lines
  );
}

export function before(pyodide, show) {
  // proxylint: ignore[pyproxy/*] a glob is a name

  // and another comment may stand between
  show(
    1,
    2,
    pyodide.runPython("[1]"),
  );
  /* proxylint: ignore[pyproxy/discarded]: a block comment
   * of two lines */
  pyodide.runPython("[1]");
}

export function block(pyodide) {
  // proxylint: ignore-begin[pyproxy/discarded] all of these
  pyodide.runPython("[1]");
  pyodide.runPython("[2]");
  // proxylint: ignore-end[pyproxy/discarded]
}

export function overwritten(pyodide) {
  let list = pyodide.runPython("[1]");
  list = pyodide.runPython("[2]");
  list.destroy();
}
