from js import document, setTimeout


def worker(*_):
    print("worker")


setTimeout(worker, 10)
document.addEventListener("click", worker)
