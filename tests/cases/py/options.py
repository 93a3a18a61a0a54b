"""Functions in keyword arguments and dicts are lent, too."""
from js import Object, ReadableStream
from pyodide.ffi import create_proxy, to_js
from pyscript.js_modules import chart


def on_hover(point):
    print(point)


def start(controller):
    controller.close()


ReadableStream.new(start=start)  # expect: callback/borrowed-in-new
chart.plot(type="bar", onHover=on_hover)  # expect: callback/borrowed-in-kwargs
chart.plot({"type": "bar", "onHover": on_hover})  # expect: callback/borrowed-in-kwargs

on_hover_proxy = create_proxy(on_hover)
chart.plot(type="bar", onHover=on_hover_proxy)
chart.plot(to_js({"type": "bar", "onHover": on_hover_proxy}))
chart.plot(type="bar", color="red", size=3)
ReadableStream.new(to_js({"start": start}))
options = Object.new()
options.onHover = on_hover
chart.plot(options)
chart.format(on_hover)
