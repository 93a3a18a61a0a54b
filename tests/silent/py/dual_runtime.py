"""Code that runs on both interpreters."""
import sys

from js import document, setTimeout

try:
    from pyodide.ffi import create_proxy
except ImportError:

    def create_proxy(function):
        return function


is_micropython = sys.implementation.name == "micropython"


def run(*_):
    print("run")


if is_micropython:
    setTimeout(run, 10)
    document.addEventListener("click", run)
else:
    setTimeout(create_proxy(run), 10)
    document.addEventListener("click", create_proxy(run))
