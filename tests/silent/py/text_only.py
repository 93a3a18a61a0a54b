"""JavaScript and Python in strings and comments."""
from pyodide.code import run_js

# setTimeout(f, 10)
TEMPLATE = """
from js import setTimeout
setTimeout(lambda: None, 10)
"""


def wait(delay):
    return run_js("(ms) => new Promise((resolve) => setTimeout(resolve, ms))")(delay)


def create_proxy_error_handler(app):
    return app


def server(app):
    handler = create_proxy_error_handler(app)
    return handler
