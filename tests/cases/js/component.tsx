// A component: effects and handlers repeat
import { useEffect, useRef, useState } from "react";
import type { PyodideInterface } from "pyodide";
import type { PyCallable } from "pyodide/ffi";

export function Plot({ pyodide, query }: { pyodide: PyodideInterface; query: string }) {
  const [rows, setRows] = useState<number[][]>([]);
  const draw = useRef<PyCallable | null>(null);

  useEffect(() => {
    const search = pyodide.globals.get("search"); // expect: pyproxy/leak
    const found = search(query);
    setRows(found.toJs());
    found.destroy();
  }, [pyodide, query]);

  useEffect(() => {
    draw.current = pyodide.globals.get("draw");
    return () => draw.current?.destroy();
  }, [pyodide]);

  const onClick = () => {
    setRows(pyodide.runPython("[[1], [2]]").toJs()); // expect: pyproxy/chained-temporary
  };

  return <button onClick={onClick}>{rows.length}</button>;
}
