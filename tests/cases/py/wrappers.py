"""pyodide.ffi.wrappers keep their own books."""
import js
from js import clearTimeout, document
from pyodide.ffi.wrappers import (add_event_listener, clear_interval, clear_timeout, remove_event_listener,
                                  set_interval, set_timeout)


def run(*_):
    print("run")


def started(delay):
    timer = set_interval(run, delay)
    js.clearInterval(timer)  # expect: callback/wrapper-mismatch


def timeout(delay):
    timer = set_timeout(run, delay)
    clearTimeout(timer)  # expect: callback/wrapper-mismatch


def matching(delay):
    timer = set_interval(run, delay)
    clear_interval(timer)
    other = set_timeout(lambda: print("later"), delay)
    clear_timeout(other)


def native(proxy, delay):
    timer = js.setInterval(proxy, delay)
    js.clearInterval(timer)


def listener():
    add_event_listener(document, "click", run)
    remove_event_listener(document, "click", run)


class Field:
    def start(self):
        self.timer = set_interval(run, 10)

    def stop(self):
        clear_interval(self.timer)
