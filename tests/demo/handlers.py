"""The tasks, and what happens to them."""
import json

from js import ResizeObserver, document, localStorage, setTimeout
from pyodide.ffi import create_once_callable, create_proxy

tasks = []


def add_task(text):
    tasks.append({"id": len(tasks), "text": text, "done": False})
    localStorage.setItem("tasks", json.dumps(tasks))
    flash("added")


def flash(message):
    state = document.getElementById("state")
    state.textContent = message
    setTimeout(create_once_callable(lambda: state.remove()), 3000)


def remind(minutes):
    def ring():
        flash("time is up")

    setTimeout(ring, minutes * 60_000)


def on_size(entries, observer):
    document.body.classList.toggle("narrow", entries[0].contentRect.width < 400)


on_size_proxy = create_proxy(on_size)
ResizeObserver.new(on_size_proxy).observe(document.body)


def on_key(event):
    if event.key == "Escape":
        flash("cancelled")


document.addEventListener("keydown", create_proxy(on_key))


def stop_listening():
    document.removeEventListener("keydown", create_proxy(on_key))
