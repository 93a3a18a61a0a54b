# Element and <py-script> are those of PyScript before 2024, whose null is None.
import js
from pyscript import Element


def load(key):
    text = js.localStorage.getItem(key)
    if text is not None:
        Element("out").write(text)
