"""What a callback returns to an event is converted, and ignored."""
from js import Array, document, fetch
from pyodide.ffi import create_proxy, to_js
from pyodide.ffi.wrappers import add_event_listener, set_interval


def position(event):
    return [event.x, event.y]  # expect: callback/returns-container


def state(*_):
    return {"a": 1}  # expect: callback/returns-container


def number(event):
    return event.x


def nothing(event):
    print([event.x])


def converted(event):
    return to_js([event.x])


add_event_listener(document, "click", position)
set_interval(state, 100)
document.addEventListener("click", create_proxy(number))
document.addEventListener("click", create_proxy(nothing))
document.addEventListener("click", create_proxy(converted))
document.addEventListener("click", create_proxy(lambda event: (event.x, 1)))  # expect: callback/returns-container


def pair(value, *_):
    return [value, value]


Array.of(1, 2).map(pair)
fetch("/data").then(lambda response: [response])
pair(1)
