// The URL is revoked once the link was clicked; createElement("a") does not throw.
export async function download(pyodide) {
  const text = await pyodide.runPythonAsync("report.text()");
  const url = URL.createObjectURL(new Blob([String(text)]));
  const link = document.createElement("a");
  link.href = url;
  link.download = "report.txt";
  link.click();
  URL.revokeObjectURL(url);
}
