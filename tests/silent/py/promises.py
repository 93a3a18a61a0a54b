"""Promises and asyncio look after their callbacks."""
import asyncio

import js
from js import Promise, fetch, navigator
from pyodide.ffi import create_once_callable


def show(value):
    print(value)


def failed(error):
    print(error)


fetch("/a").then(show).catch(failed).finally_(lambda: print("done"))
fetch("/b").then(show, failed)
Promise.resolve(1).then(lambda value: print(value))
navigator.clipboard.readText().then(show)


async def load(url):
    response = await fetch(url)
    return await response.json()


async def main():
    task = asyncio.create_task(load("/a"))
    task.add_done_callback(lambda task: print(task.result()))
    loop = asyncio.get_running_loop()
    loop.call_later(1, show, "later")
    loop.call_soon(show, "soon")
    await asyncio.sleep(1)
    await Promise.new(lambda resolve, reject: js.setTimeout(resolve, 10))
    js.setTimeout(create_once_callable(lambda: print("once")), 10)


asyncio.ensure_future(main())
