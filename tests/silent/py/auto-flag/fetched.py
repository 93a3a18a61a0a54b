from js import document, setTimeout


def fetched(*_):
    print("fetched")


setTimeout(fetched, 10)
document.addEventListener("click", fetched)
