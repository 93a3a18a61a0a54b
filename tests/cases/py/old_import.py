"""Before 0.23 create_proxy stood in the package itself."""
import js
from pyodide import create_proxy


def run(speed):
    def move():
        js.setTimeout(create_proxy(move), speed)  # expect: callback/leak

    move()
