"""addEventListener keeps its callback."""
import asyncio

from js import document, window
from pyodide.ffi import create_proxy, to_js

button = document.getElementById("go")


def on_click(event):
    print(event.target.id)


async def on_load(event):
    await asyncio.sleep(1)


class Handler:
    def handle(self, event):
        print(event)


handler = Handler()

button.addEventListener("click", on_click)  # expect: callback/borrowed-escapes
document.addEventListener("click", lambda event: print(event))  # expect: callback/borrowed-escapes
window.addEventListener("load", on_load)  # expect: callback/borrowed-escapes
document.querySelector("#b").addEventListener("click", handler.handle)  # expect: callback/borrowed-escapes
document.body.addEventListener("click", on_click, to_js({"once": True}))  # expect: callback/borrowed-escapes

button.addEventListener("click", create_proxy(on_click))
button.onclick = on_click
button.onclick = create_proxy(on_click)
for element in document.querySelectorAll(".b"):
    element.addEventListener("click", on_click)  # expect: callback/borrowed-escapes


def attach(element, callback):
    element.addEventListener("click", callback)


def render_button():
    from pyscript.web import button

    save = button("Save")
    save.addEventListener("click", on_saved)  # expect: callback/borrowed-escapes
    return save


def on_saved(event):
    print(event)
