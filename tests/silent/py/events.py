"""PyScript's own ways to bind events."""
from pyscript import Event, document, sync, web, when
from pyodide.ffi.wrappers import add_event_listener, remove_event_listener, set_interval, set_timeout


@when("click", "#a")
def clicked(event):
    print(event.target.id)


@when("input", selector="#b")
async def typed(event):
    print(event.target.value)


@when("click", web.page["c"])
def pressed():
    print("pressed")


changed = Event()


@when(changed)
def on_change(value):
    print(value)


def bind(elements):
    for element in elements:
        add_event_listener(element, "click", clicked)


def unbind(elements):
    for element in elements:
        remove_event_listener(element, "click", clicked)


set_timeout(lambda: print("later"), 100)
set_interval(pressed, 1000)
sync.clicked = clicked
