from js import ResizeObserver, document, setTimeout
from pyscript.ffi import create_proxy


def run(*_):
    print("run")


def listen(element):
    setTimeout(create_proxy(run), 10)
    element.addEventListener("click", run)
    element.removeEventListener("click", run)
    ResizeObserver.new(run).observe(element)


for element in document.querySelectorAll("a"):
    listen(element)
