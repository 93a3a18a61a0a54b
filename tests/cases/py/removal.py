"""Removing a listener needs the object that was added."""
import js
from js import document
from pyodide.ffi import create_proxy
from pyodide.ffi.wrappers import add_event_listener, remove_event_listener


def on_key(event):
    print(event.key)


on_key_proxy = create_proxy(on_key)
document.addEventListener("keydown", on_key_proxy)


def right():
    document.removeEventListener("keydown", on_key_proxy)
    on_key_proxy.destroy()


def fresh():
    document.removeEventListener("keydown", create_proxy(on_key))  # expect: callback/removed-other


def bare():
    js.document.removeEventListener("keydown", on_key)  # expect: callback/removed-other


def of_lambda():
    document.removeEventListener("click", lambda event: None)  # expect: callback/removed-other


def wrapped():
    add_event_listener(document, "click", on_key)
    remove_event_listener(document, "click", on_key)


def wrapped_lambda():
    remove_event_listener(document, "click", lambda event: None)  # expect: callback/wrapper-mismatch


def given(callback):
    document.removeEventListener("click", callback)
