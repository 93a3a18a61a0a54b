// The URL is revoked through the element that holds it
import { loadPyodide } from "pyodide";

export function download(text, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text]));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}

export const ready = loadPyodide();
