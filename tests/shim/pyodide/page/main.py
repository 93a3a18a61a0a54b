from pyodide.ffi import create_proxy
from pyscript import window

for _ in range(3):
    window.addEventListener("x", create_proxy(print))  # verdict: confirmed callback/leak
