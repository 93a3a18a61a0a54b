"""Proxies made once, for the life of the page."""
from js import document, setInterval, setTimeout, window
from pyodide.ffi import create_proxy

proxies = []


def on_key(event):
    print(event.key)


def tick():
    print("tick")


document.addEventListener("keydown", create_proxy(on_key))
setInterval(create_proxy(tick), 1000)
setTimeout(create_proxy(tick), 100)
window.onload = create_proxy(tick)
proxies.append(create_proxy(tick))
window.app = create_proxy({"a": 1})


def main():
    document.addEventListener("keyup", create_proxy(on_key))
    click_proxy = create_proxy(on_key)
    document.getElementById("go").addEventListener("click", click_proxy)


main()
