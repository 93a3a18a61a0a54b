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
