"""A once-callable and what calls it."""
import js
from js import document, requestAnimationFrame, setInterval, setTimeout
from pyodide.ffi import create_once_callable, create_proxy, to_js


def run(*_):
    print("run")


setTimeout(create_once_callable(run), 10)
requestAnimationFrame(create_once_callable(run))
js.queueMicrotask(create_once_callable(run))
setInterval(create_once_callable(run), 10)  # expect: callback/once-reused
js.ResizeObserver.new(create_once_callable(run))  # expect: callback/once-reused
setInterval(create_proxy(run), 10)

button = document.getElementById("go")
button.addEventListener("click", create_once_callable(run))  # expect: callback/once-reused
button.addEventListener("click", create_once_callable(run), to_js({"once": True}))
button.addEventListener("click", create_once_callable(run), once=True)

once = create_once_callable(run)
setInterval(once, 10)  # expect: callback/once-reused
