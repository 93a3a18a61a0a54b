from pyscript import document, window


def on(name, call):
    document.getElementById(name).addEventListener("click", call)  # expect: callback/borrowed-escapes
