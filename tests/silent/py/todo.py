"""A PyScript to-do list by the book."""
from js import localStorage
from pyodide.ffi import create_proxy, to_js
from pyscript import document, when

tasks = []
template = document.querySelector("#task")


def add_row(text):
    row = template.content.cloneNode(True)
    row.querySelector("label").textContent = text
    box = row.querySelector("input")
    box.addEventListener("change", create_proxy(lambda event: event.target.parentElement.remove()))
    document.querySelector("#list").appendChild(row)


@when("click", "#add")
def add(event):
    field = document.querySelector("#text")
    if not field.value:
        return
    tasks.append(field.value)
    add_row(field.value)
    localStorage.setItem("tasks", to_js(tasks))
    field.value = ""


@when("keydown", "#text")
def on_key(event):
    if event.key == "Enter":
        add(event)


def restore():
    saved = localStorage.getItem("tasks")
    if saved:
        for text in saved.split(","):
            add_row(text)


restore()
