from js import document, setTimeout


def run(*_):
    print("run")


setTimeout(run, 10)
document.body.addEventListener("click", run)
document.body.removeEventListener("click", run)


def found(name):
    return document.getElementById(name) is None
