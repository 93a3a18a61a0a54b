"""Callables that JavaScript keeps are wrapped, and what that needs is imported."""
from __future__ import annotations

from js import URL, document, setTimeout
import js


def ring(event):
    setTimeout(lambda: print(event), 5)
    setTimeout(
        print, 5)
    # how long it lives here is for its writer to say
    document.addEventListener("x", ring)  # expect: callback/borrowed-escapes
    js.URL("https://example.org")
    return URL("https://example.org")


document.addEventListener("click", ring)
