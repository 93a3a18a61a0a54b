"""A method of an object that the standard library made."""
import asyncio

from js import setTimeout
from pyodide.ffi import create_once_callable


def later(callback, delay, loop):
    handle = asyncio.Handle(callback, [], loop)
    setTimeout(handle._run, delay * 1000)  # expect: callback/borrowed-escapes
    return handle


def later_right(callback, delay, loop):
    handle = asyncio.Handle(callback, [], loop)
    setTimeout(create_once_callable(handle._run), delay * 1000)
    return handle
