from js import document, setTimeout
from pyodide.ffi import create_once_callable, create_proxy


def later():
    setTimeout(print, 5)


document.addEventListener("click", print)
