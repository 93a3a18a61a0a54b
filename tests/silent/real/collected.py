# What a list holds is destroyed from the list.
from js import window
from pyodide.ffi import create_proxy
from pyscript import when

items = []


@when("click", "#add")
def add(event):
    proxy = create_proxy(print)
    items.append(proxy)
    window.addEventListener("resize", proxy)


@when("click", "#clear")
def clear(event):
    for proxy in items:
        window.removeEventListener("resize", proxy)
        proxy.destroy()
    items.clear()


class Bus:
    def __init__(self):
        self.proxies = []

    def on_click(self, event):
        proxy = create_proxy(print)
        self.proxies.append(proxy)
        window.addEventListener("resize", proxy)

    def close(self):
        for proxy in self.proxies:
            proxy.destroy()
        self.proxies = []


class Stack(Bus):
    def close(self):
        while self.proxies:
            self.proxies.pop().destroy()
