"""Constructors that keep a callback."""
import js
from js import IntersectionObserver, MutationObserver, Promise, ResizeObserver, document
from pyodide.ffi import create_proxy


def on_change(entries, observer):
    print(entries.length)


ResizeObserver.new(on_change).observe(document.body)  # expect: callback/borrowed-in-new
MutationObserver.new(lambda records, _: print(records))  # expect: callback/borrowed-in-new
seen = IntersectionObserver.new(on_change)  # expect: callback/borrowed-in-new
js.PerformanceObserver.new(on_change)  # expect: callback/borrowed-in-new

on_change_proxy = create_proxy(on_change)
observer = ResizeObserver.new(on_change_proxy)
observer.observe(document.body)


def executor(resolve, reject):
    resolve(1)


promise = Promise.new(executor)
js.Uint8Array.new(10)
js.Date.new()


class Panel:
    def __init__(self):
        self.observer = ResizeObserver.new(self.on_size)  # expect: callback/borrowed-in-new

    def on_size(self, entries, observer):
        print(entries)
