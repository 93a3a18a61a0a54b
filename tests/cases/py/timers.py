"""Host functions that keep a callback: a bare Python function is dead when it fires."""
from functools import partial

import js
from js import (queueMicrotask, requestAnimationFrame, requestIdleCallback, setImmediate, setInterval,
                setTimeout as later)
from pyodide.ffi import create_once_callable, create_proxy


def tick(*_):
    print("tick")


later(tick, 50)  # expect: callback/borrowed-escapes
setInterval(tick, 50)  # expect: callback/borrowed-escapes
setImmediate(tick)  # expect: callback/borrowed-escapes
queueMicrotask(tick)  # expect: callback/borrowed-escapes
requestAnimationFrame(tick)  # expect: callback/borrowed-escapes
requestIdleCallback(tick)  # expect: callback/borrowed-escapes
js.setTimeout(lambda: print("x"), 50)  # expect: callback/borrowed-escapes
js.window.setTimeout(partial(tick, 1), 50)  # expect: callback/borrowed-escapes
js.setTimeout(print, 50)  # expect: callback/borrowed-escapes

later(create_once_callable(tick), 50)
js.setInterval(create_proxy(tick), 50)
js.setTimeout(js.console.log, 50)
tick_proxy = create_proxy(tick)
js.requestAnimationFrame(tick_proxy)


class Clock:
    def tick(self):
        print("tick")

    def start(self):
        js.setInterval(self.tick, 1000)  # expect: callback/borrowed-escapes


def unknown(callback):
    later(callback, 50)


def inner():
    def done():
        print("done")

    later(done, 50)  # expect: callback/borrowed-escapes
