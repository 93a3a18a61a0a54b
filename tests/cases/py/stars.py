# Names that came by a star, when there are several: of whichever module has them.
from js import *
from pyodide.ffi import *
from helpers import *


def tick(*_):
    print("tick")


setTimeout(tick, 10)  # expect: callback/borrowed-escapes
addEventListener("keydown", tick)  # expect: callback/borrowed-escapes
setInterval(own(tick), 10)


def wait():
    proxy = create_proxy(tick)  # expect: callback/leak
    setTimeout(proxy, 10)
