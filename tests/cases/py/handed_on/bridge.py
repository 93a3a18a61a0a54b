import js
from js import document, setTimeout
from pyodide.ffi import create_proxy as lasting


def tick(*_):
    print("tick")
