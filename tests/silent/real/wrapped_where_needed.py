# A helper that wraps the function where the platform wants it: what it gives is not the bare function.
from pyodide import ffi
from web import platform


def handler_of(listener):
    def handle(event):
        listener(event)

    if platform.in_browser:
        return platform.tools.create_proxy(handle)
    return handle


class Element:
    def render(self, node):
        for name, listener in self.listeners.items():
            handler = handler_of(listener)
            node.addEventListener(name, handler)
            self.added[name] = handler
