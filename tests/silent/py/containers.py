# Containers of Python keep functions as they are: nothing crosses a border.
import gc

from js import document
from pyodide.ffi import create_proxy


class Parser:
    months = [str, repr]
    months.insert(0, lambda x: "")

    def __init__(self, options):
        self.states = []
        self.seen = set()
        options.setdefault("default", self.parse_end)

    def parse(self):
        self.states.append(self.parse_end)
        self.seen.add(self.parse)
        gc.callbacks.append(self.parse_end)

    def parse_end(self):
        pass


parser = Parser({})
document.addEventListener("click", create_proxy(parser.parse))
