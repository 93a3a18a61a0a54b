export function head(pyodide) {
  // expect-next: suppression/unused
  // proxylint: ignore[pyproxy/discarded] the body of what follows is not meant
  if (pyodide) {
    pyodide.runPython("[1]"); // expect: pyproxy/discarded
  }
  // expect-next: suppression/unused
  // proxylint: ignore[pyproxy/discarded, pyproxy/leak] one of them only
  pyodide.runPython("[1]");
  pyodide.runPython("[1]"); // expect: pyproxy/discarded
  // expect-next: suppression/malformed
  // proxylint: ignore-begin[pyproxy/discarded] without an end
  pyodide.runPython("[1]"); // expect: pyproxy/discarded
  // expect-next: suppression/malformed
  // proxylint: ignore-end[pyproxy/leak]
  // expect-next: suppression/malformed
  // proxylint: ignore[pyproxy/discarded the list is open
  pyodide.runPython("[1]"); // expect: pyproxy/discarded
  // expect-next: suppression/malformed
  // proxylint: ignore_next[pyproxy/discarded] another tool's word
  pyodide.runPython("[1]"); // expect: pyproxy/discarded
  // expect-next: suppression/unused
  // proxylint: ignore nothing at all
  return 1;
}
// expect-next: suppression/unused
// proxylint: ignore[pyproxy/leak] at the end of the file
