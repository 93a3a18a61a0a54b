"""JavaScript that calls back before it returns."""
import js
from js import JSON, Array, Map, Object, Reflect
from pyodide.ffi import to_js


def double(value, *_):
    return value * 2


def compare(a, b):
    return a - b


items = Array.of(3, 1, 2)
items.map(double)
items.forEach(lambda value, *_: print(value))
items.filter(lambda value, *_: value > 1)
items.find(lambda value, *_: value > 1)
items.some(lambda value, *_: value > 1)
items.every(lambda value, *_: value > 1)
items.reduce(lambda a, b, *_: a + b, 0)
items.sort(compare)
Array.from_(items, double)
JSON.stringify(items, lambda key, value: value)
JSON.parse("[1]", lambda key, value, *_: value)
js.String.new("a").replace("a", lambda *_: "b")
Map.new().forEach(lambda value, *_: print(value))
Reflect.apply(js.Math.max, None, to_js([1, 2]))
Object.fromEntries(to_js([["a", 1]]))
sorted([2, 1], key=lambda value: value)
