try:
    import js
except ModuleNotFoundError:
    js = None

try:
    import pyodide
except ModuleNotFoundError:
    pyodide = None

create_proxy = pyodide.ffi.create_proxy if pyodide else lambda function: function
