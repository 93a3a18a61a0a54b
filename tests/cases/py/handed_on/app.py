import bridge
from bridge import document, js as browser, lasting, setTimeout as later
from everything import tick


def start():
    later(tick, 10)  # expect: callback/borrowed-escapes
    browser.setInterval(tick, 10)  # expect: callback/borrowed-escapes
    bridge.setTimeout(tick, 10)  # expect: callback/borrowed-escapes
    document.addEventListener("keydown", tick)  # expect: callback/borrowed-escapes


def wait():
    proxy = lasting(tick)  # expect: callback/leak
    later(proxy, 10)
