from js import document, setTimeout


def find(selector):
    element = document.querySelector(selector)
    if element is None:
        return None
    return element


def later():
    setTimeout(later, 10)  # expect: callback/borrowed-escapes
