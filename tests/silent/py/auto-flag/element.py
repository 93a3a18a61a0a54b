from js import document, setTimeout


def element(*_):
    print("element")


setTimeout(element, 10)
document.addEventListener("click", element)
