import { py } from "./index.js";

export function makeRows() {
  return py.runPython("[[1], [2]]");
}
