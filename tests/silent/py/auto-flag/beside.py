from js import document, setTimeout


def beside(*_):
    print("beside")


setTimeout(beside, 10)
document.addEventListener("click", beside)
