# Proxies that are destroyed after JavaScript has let go of them, or may have.
import asyncio

from js import clearTimeout, setTimeout
from pyodide.ffi import create_proxy


async def after_it_ran(step):
    proxy = create_proxy(step)
    setTimeout(proxy, 10)
    await asyncio.sleep(1)
    proxy.destroy()


def cleared_in_time(step):
    proxy = create_proxy(step)
    timer = setTimeout(proxy, 1000)
    clearTimeout(timer)
    proxy.destroy()
