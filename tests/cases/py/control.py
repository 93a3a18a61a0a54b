"""Rarer ways through a function."""
from js import Array, document, requestAnimationFrame, setTimeout
from pyodide.ffi import create_once_callable, create_proxy
from pyscript import when

proxies = {}
current = None


def step(*_):
    print("step")


def in_except():
    rows = Array.of(1, 2)
    proxy = create_proxy(step)
    try:
        rows.forEach(proxy)
    except ValueError:
        print("failed")
    finally:
        proxy.destroy()


def only_on_success(rows):
    proxy = create_proxy(step)  # expect: callback/leak
    if not rows:
        raise ValueError("no rows")
    proxy.destroy()


def swallowed(rows, limit):
    proxy = create_proxy(step)
    try:
        if rows.length > limit:
            raise ValueError("too many")
    except ValueError:
        print("too many")
    proxy.destroy()


def conditional(wanted):
    proxy = create_proxy(step) if wanted else None
    print(wanted)
    if proxy:
        proxy.destroy()


def walrus():
    if proxy := create_proxy(step):
        proxy.destroy()


def comprehension(names):
    made = [create_proxy(step) for _ in names]
    for proxy in made:
        proxy.destroy()


def by_name(name):
    if name in proxies:
        proxies[name].destroy()
    proxies[name] = create_proxy(step)


def replaced():
    global current
    if current:
        current.destroy()
    current = create_proxy(step)
    requestAnimationFrame(current)


def deferred(rows):
    proxy = create_proxy(step)

    def free():
        proxy.destroy()

    setTimeout(create_once_callable(free), 1000)
    rows.draw(proxy)


@when("click", "#go")
async def on_click(event):
    def done():
        document.title = "done"

    setTimeout(done, 10)  # expect: callback/borrowed-escapes
    setTimeout(create_proxy(done), 10)  # expect: callback/leak
    setTimeout(create_once_callable(done), 10)


class Animation:
    running = False

    def start(self):
        self.running = True
        self.proxy = create_proxy(self.frame)
        requestAnimationFrame(self.proxy)

    def frame(self, now):
        if self.running:
            requestAnimationFrame(self.proxy)
        else:
            self.proxy.destroy()

    @staticmethod
    def later():
        setTimeout(Animation.later, 10)  # expect: callback/borrowed-escapes

    @classmethod
    def again(cls):
        setTimeout(cls.again, 10)  # expect: callback/borrowed-escapes
