# Timers and listeners take what they are given: nothing is lost between making a proxy and handing it over.
from js import document, requestAnimationFrame, setTimeout
from pyodide.ffi import create_once_callable


def step(_):
    again = create_once_callable(step)
    setTimeout(again, 10)
    requestAnimationFrame(create_once_callable(step))
    document.addEventListener("click", create_once_callable(print), once=True)


step(None)
