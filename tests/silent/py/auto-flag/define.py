from js import document, setTimeout


def define(*_):
    print("define")


setTimeout(define, 10)
document.addEventListener("click", define)
