// Calls, chains and arguments.
import { loadPyodide as load } from "pyodide";
const code = "x = 1\n";
const py = await load({ a: 1, ...rest });
py.globals.get("dict")(...xs);
py?.run?.(code)?.x;
py["run"]("1 + 1"), py[0](), py[Symbol.dispose]();
new Worker(url), new a.b.C(), tag`one ${two}`;
require("m").f();
const { f } = await import("n");
void f();
(async () => await f())();
