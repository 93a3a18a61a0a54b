from js import document, setTimeout


def file(*_):
    print("file")


setTimeout(file, 10)
document.addEventListener("click", file)
