from js import document, setTimeout


def attribute(*_):
    print("attribute")


setTimeout(attribute, 10)
document.addEventListener("click", attribute)
