"""Timers and animation frames that make a proxy each time."""
import js
from js import requestAnimationFrame, setTimeout
from pyodide.ffi import create_once_callable, create_proxy


def frame(now):
    print(now)
    requestAnimationFrame(create_proxy(frame))  # expect: callback/leak


def frame_right(now):
    print(now)
    requestAnimationFrame(frame_right_proxy)


frame_right_proxy = create_proxy(frame_right)


def frame_once(now):
    print(now)
    requestAnimationFrame(create_once_callable(frame_once))


requestAnimationFrame(create_proxy(frame))
requestAnimationFrame(frame_right_proxy)
requestAnimationFrame(create_once_callable(frame_once))


def next_tick(callback):
    js.setTimeout(create_proxy(callback), 0)  # expect: callback/leak


def next_tick_once(callback):
    js.setTimeout(create_once_callable(callback), 0)


class Popup:
    def show(self, text):
        self.text = text
        setTimeout(create_proxy(lambda: self.hide()), 3000)  # expect: callback/leak

    def hide(self):
        self.text = ""


class Canvas:
    def __init__(self):
        self.draw_proxy = create_proxy(self.draw)

    def request(self):
        requestAnimationFrame(self.draw_proxy)

    def draw(self, now):
        print(now)

    def close(self):
        self.draw_proxy.destroy()


def each(items):
    for item in items:
        setTimeout(create_proxy(lambda item=item: print(item)), 10)  # expect: callback/leak
