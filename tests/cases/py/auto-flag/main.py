from js import ResizeObserver, document, setTimeout


def run(*_):
    print("run")


setTimeout(run, 10)
document.addEventListener("click", run)
document.removeEventListener("click", run)  # expect: pyscript/auto-flag-gap
ResizeObserver.new(run).observe(document.body)  # expect: pyscript/auto-flag-gap
