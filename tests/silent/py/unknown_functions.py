"""Functions of unknown origin are no keepers."""
import js
from pyscript.js_modules import d3, lodash


def accessor(point, *_):
    return point.x


def draw(rows):
    d3.extent(rows, accessor)
    lodash.sortBy(rows, accessor)
    js.myApp.each(rows, accessor)
    js.window.appReady(accessor)


def own(callback):
    callback(accessor)


class Timer:
    def setTimeout(self, callback, delay):
        callback()

    def addEventListener(self, name, callback):
        callback(name)


def local():
    timer = Timer()
    timer.setTimeout(accessor, 10)
    timer.addEventListener("x", accessor)
