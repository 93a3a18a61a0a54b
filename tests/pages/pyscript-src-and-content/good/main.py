from pyscript import window


def start():
    window.console.log("ran")
