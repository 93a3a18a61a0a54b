"""JavaScript containers: methods lend, assignment keeps."""
import js
from js import Array, Map, Set


def on_save(event):
    print("saved")


handlers = Array.new()
handlers.push(on_save)  # expect: callback/borrowed-stored
handlers.unshift(lambda event: None)  # expect: callback/borrowed-stored
handlers.append(on_save)
handlers[0] = on_save
handlers.push("text")
handlers.push(1)

commands = Map.new()
commands.set("save", on_save)  # expect: callback/borrowed-stored
commands["save"] = on_save

unique = Set.new()
unique.add(on_save)  # expect: callback/borrowed-stored

js.onSave = on_save
js.window.handlers = handlers

python_list = []
python_list.append(on_save)
python_dict = {}
python_dict.setdefault("save", on_save)
python_set = set()
python_set.add(on_save)


# Functions in a container go where its items go


def on_press(event):
    print(event)


def on_move(event):
    print(event)


def render_pairs():
    for name, handler in (("mousedown", on_press), ("mousemove", on_move)):
        js.window.addEventListener(name, handler)  # expect: callback/borrowed-escapes


def render_table():
    handlers = {"mousedown": on_press, "mousemove": on_move}
    for name, handler in handlers.items():
        js.window.addEventListener(name, handler)  # expect: callback/borrowed-escapes


def render_list():
    for handler in [on_press, on_move]:
        js.setTimeout(handler, 10)  # expect: callback/borrowed-escapes


def render_wrapped():
    proxies = {"mousedown": create_proxy(on_press), "mousemove": create_proxy(on_move)}
    for name, proxy in proxies.items():
        js.window.addEventListener(name, proxy)
        js.window.removeEventListener(name, proxy)
    for proxy in proxies.values():
        proxy.destroy()


def render_either(given):
    for handler in (on_press, given):
        js.setTimeout(handler, 10)
