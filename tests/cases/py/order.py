"""Destroying what is still registered, and using what is destroyed."""
from js import clearInterval, document, setInterval, setTimeout
from pyodide.ffi import create_proxy


def too_early(callback):
    proxy = create_proxy(callback)
    document.addEventListener("keydown", proxy)
    proxy.destroy()  # expect: callback/destroyed-while-registered


def interval_too_early(callback):
    proxy = create_proxy(callback)
    setInterval(proxy, 100)
    proxy.destroy()  # expect: callback/destroyed-while-registered


def removed_first(callback):
    proxy = create_proxy(callback)
    document.addEventListener("keydown", proxy)
    document.removeEventListener("keydown", proxy)
    proxy.destroy()


def cleared_first(callback):
    proxy = create_proxy(callback)
    timer = setInterval(proxy, 100)
    clearInterval(timer)
    proxy.destroy()


def used_after(callback):
    proxy = create_proxy(callback)
    proxy.destroy()
    proxy("x")  # expect: callback/use-after-destroy


def handed_after(callback):
    proxy = create_proxy(callback)
    proxy.destroy()
    setTimeout(proxy, 10)  # expect: callback/use-after-destroy


def after_with(rows, callback):
    with create_proxy(callback) as proxy:
        rows.forEach(proxy)
    rows.forEach(proxy)  # expect: callback/use-after-destroy


def twice(callback):
    proxy = create_proxy(callback)
    proxy.destroy()
    proxy.destroy()


def renewed(rows, callback):
    proxy = create_proxy(callback)
    proxy.destroy()
    proxy = create_proxy(callback)
    rows.forEach(proxy)
    proxy.destroy()
