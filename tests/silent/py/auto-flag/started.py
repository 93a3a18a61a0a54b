from js import document, setTimeout


def started(*_):
    print("started")


setTimeout(started, 10)
document.addEventListener("click", started)
