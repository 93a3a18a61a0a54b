// The list protects what `await` would await again; JavaScript takes the item out and destroys it.
export async function command(pyodide, future) {
  const guard = pyodide.runPython(`
from pyodide.ffi import to_js

async def guard(future):
    value = await future
    return to_js([value], depth=1)

guard
`);
  const wrapped = guard(future);
  const [value] = await wrapped;
  if (value instanceof pyodide.ffi.PyProxy) {
    value.destroy();
  }
  wrapped.destroy();
  guard.destroy();
}
