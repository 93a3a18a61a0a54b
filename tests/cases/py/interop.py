"""Classes, converters, null and the list of proxies."""
import js
from js import URL, Array, Date, document, localStorage
from pyodide.ffi import destroy_proxies, jsnull, to_js


def classes():
    a = js.URL("/a")  # expect: interop/class-without-new
    b = URL("/b")  # expect: interop/class-without-new
    c = Date()  # expect: interop/class-without-new
    d = js.WebSocket("wss://example.org")  # expect: interop/class-without-new
    e = js.Promise(lambda resolve, reject: resolve(1))  # expect: interop/class-without-new
    return [a, b, c, d, e]


def classes_right():
    return [URL.new("/a"), Date.new(), Date.now(), js.String(1), js.Number("1"), js.Symbol("s"),
            js.BigInt(1), js.Boolean(1), Array(3), js.Object(), js.parseInt("3"), js.Error("x")]


def lists(data):
    js.draw(to_js(data, pyproxies=[]))  # expect: interop/wrong-pyproxies-list
    made = to_js([])
    js.draw(to_js(data, pyproxies=made))
    destroy_proxies(made)


def null(selector):
    element = document.querySelector(selector)
    if element is None:  # expect: interop/null-compare
        return
    element.remove()


def null_not(key):
    return localStorage.getItem(key) is not None  # expect: interop/null-compare


def null_right(selector):
    element = document.querySelector(selector)
    if not element or element is jsnull:
        return None
    return element


def undefined(options):
    if js.undefined is None or options is None:
        return None
    return js.window.config is None


class Date2:
    def __init__(self):
        self.now = Date2
