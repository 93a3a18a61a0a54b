import { py as python, release, makeRows } from "./index.js";
import runtime from "./runtime.js";

export function lost() {
  const rows = python.runPython("[[1], [2]]"); // expect: pyproxy/leak
  return rows.length;
}

export function lostFromDefault() {
  const rows = runtime.runPython("[[1], [2]]"); // expect: pyproxy/leak
  return rows.length;
}

export function released() {
  const rows = python.runPython("[[1], [2]]");
  const size = rows.length;
  release(rows);
  return size;
}

export function made() {
  const rows = makeRows(); // expect: pyproxy/leak
  return rows.length;
}

export function madeAndReleased() {
  const rows = makeRows();
  try {
    return rows.length;
  } finally {
    release(rows);
  }
}
