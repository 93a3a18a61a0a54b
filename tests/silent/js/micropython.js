// MicroPython gives no PyProxy to destroy.
import { loadMicroPython } from "@micropython/micropython-webassembly-pyscript";

const interpreter = await loadMicroPython();

export function run(code) {
  interpreter.runPython(code);
  return interpreter.globals.get("result");
}

export function tick() {
  interpreter.globals.get("tick")();
}
