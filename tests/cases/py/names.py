"""Names are resolved by binding, not by spelling."""
import js as browser
import pyodide.ffi
import pyodide.ffi as bridge
from js import window as w
from pyodide import ffi
from pyodide.ffi import create_proxy as proxy_of, wrappers
from pyscript import window


def run(*_):
    print("run")


browser.setTimeout(run, 1)  # expect: callback/borrowed-escapes
w.setTimeout(run, 1)  # expect: callback/borrowed-escapes
window.setTimeout(run, 1)  # expect: callback/borrowed-escapes
timer = w.setTimeout
timer(run, 1)  # expect: callback/borrowed-escapes

browser.setTimeout(pyodide.ffi.create_once_callable(run), 1)
w.setTimeout(bridge.create_once_callable(run), 1)
window.setTimeout(ffi.create_once_callable(run), 1)
wrappers.set_timeout(run, 1)


def aliased():
    rows = browser.Array.of(1, 2)
    step = proxy_of(run)  # expect: callback/leak
    rows.forEach(step)


def by_module():
    rows = browser.Array.of(1, 2)
    step = pyodide.ffi.create_proxy(run)  # expect: callback/leak
    rows.forEach(step)


def own(rows):
    def create_proxy(f):
        return f

    step = create_proxy(run)
    rows.forEach(step)


def setTimeout(callback, delay):
    callback(delay)


setTimeout(run, 1)
