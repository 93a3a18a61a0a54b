# Object.assign reads the items of a dict, and what is read lasts.
import js


def on_save(event):
    print(event)


js.Object.assign(js.window.hooks, {"save": on_save})
