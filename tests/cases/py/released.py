"""Ways to end the life of a proxy."""
from js import Array, document
from pyodide.ffi import create_proxy, destroy_proxies, to_js


def in_finally(rows, key):
    compare = create_proxy(lambda a, b: key(a) - key(b))
    try:
        rows.sort(compare)
    finally:
        compare.destroy()


def in_with(rows, key):
    with create_proxy(lambda a, b: key(a) - key(b)) as compare:
        rows.sort(compare)
        if rows.length > 10:
            return None
    return rows


def in_loop(elements):
    proxies = []
    for element in elements:
        proxies.append(create_proxy(lambda event, element=element: print(element)))
    for proxy in proxies:
        proxy.destroy()


def by_helper(rows, items):
    made = to_js([])
    rows.draw(to_js(items, pyproxies=made))
    destroy_proxies(made)


def raised(rows, limit):
    compare = create_proxy(lambda a, b: a - b)  # expect: callback/leak
    if rows.length > limit:
        raise ValueError("too many rows")
    rows.sort(compare)
    compare.destroy()


def returned_early(rows, limit):
    compare = create_proxy(lambda a, b: a - b)  # expect: callback/leak
    if rows.length > limit:
        return
    rows.sort(compare)
    compare.destroy()


def decorated(rows):
    @create_proxy
    def compare(a, b):
        return a - b

    rows.sort(compare)
    compare.destroy()


def decorated_and_lost():
    rows = Array.of(2, 1)

    @create_proxy  # expect: callback/leak
    def compare(a, b):
        return a - b

    rows.sort(compare)


@create_proxy
def on_key(event):
    print(event.key)


document.addEventListener("keydown", on_key)


class Dialog:
    def open(self):
        self.on_key = create_proxy(self.key)
        document.addEventListener("keydown", self.on_key)

    def key(self, event):
        print(event.key)

    def close(self):
        document.removeEventListener("keydown", self.on_key)
        self.on_key.destroy()


def self_destroying(callback):
    def run(*args):
        callback(*args)
        proxy.destroy()

    proxy = create_proxy(run)
    return proxy
