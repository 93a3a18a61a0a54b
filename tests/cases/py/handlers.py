"""Proxies for elements that are built again and again."""
from js import document, setInterval, window
from pyodide.ffi import create_proxy, to_js
from pyscript import when

keep = []


def render(items):
    table = document.getElementById("table")
    for item in items:
        row = document.createElement("button")
        row.onclick = create_proxy(lambda event, item=item: print(item))  # collected with the button: a note
        table.appendChild(row)


@when("click", "#start")
def start(event):
    setInterval(create_proxy(step), 100)  # expect: callback/leak


def step():
    print("step")


@when("click", "#key")
def listen(event):
    window.addEventListener("keydown", create_proxy(on_key))  # expect: callback/leak


def on_key(event):
    print(event.key)


@when("change", "#file")
def read(event):
    def on_load(event):
        print(event.target.result)

    reader = window.FileReader.new()
    reader.onload = create_proxy(on_load)  # expect: callback/leak
    reader.readAsText(event.target.files.item(0))


@when("click", "#keep")
def grow(event):
    keep.append(create_proxy(step))  # expect: callback/leak


def make():
    return create_proxy(step)


def given(chart):
    proxy = create_proxy(step)
    chart.update(proxy)
    proxy.destroy()


def given_and_kept(chart):
    proxy = create_proxy(step)
    chart.update(proxy)


def given_and_lost_on_a_path(chart, quick):
    proxy = create_proxy(step)  # expect: callback/leak
    chart.update(proxy)
    if quick:
        return
    proxy.destroy()


def by_to_js(chart):
    chart.on("hover", to_js(on_key))  # expect: interop/function-by-to-js
    chart.on("data", to_js([1, 2]))
