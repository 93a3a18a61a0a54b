"""Object, element, handler: a ring that no collector sees."""
from js import document
from pyodide.ffi import create_proxy


class Ring:
    def __init__(self):
        self.el = document.createElement("div")
        self.el.onclick = self.on_click  # expect: callback/cycle

    def on_click(self, event):
        print("click")


class Open:
    def __init__(self):
        self.el = document.createElement("div")
        self.el.onclick = on_click


def on_click(event):
    print("click")


class Cut:
    def __init__(self):
        self.el = document.createElement("div")
        self.el.onclick = self.on_click

    def on_click(self, event):
        print("click")

    def close(self):
        self.el.onclick = None


class Local:
    def __init__(self, parent):
        element = document.createElement("div")
        element.onclick = self.on_click
        parent.appendChild(element)

    def on_click(self, event):
        print("click")


class Released:
    def __init__(self):
        self.el = document.createElement("div")
        self.proxy = create_proxy(self.on_click)
        self.el.addEventListener("click", self.proxy)

    def on_click(self, event):
        print("click")

    def close(self):
        self.el.removeEventListener("click", self.proxy)
        self.proxy.destroy()
