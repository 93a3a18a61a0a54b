from js import Object, fetch
from pyodide.ffi import to_js


async def save(body):
    await fetch("/a", to_js({"method": "POST", "body": body}))  # expect-note: interop/dict-needs-converter
    await fetch("/b", to_js({"method": "POST"}, dict_converter=Object.fromEntries))
    await fetch("/c", method="POST")
    await fetch("/d", to_js([1, 2]))
