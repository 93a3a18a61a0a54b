from js import ResizeObserver, document, setTimeout


def run(*_):
    print("run")


setTimeout(run, 10)
document.addEventListener("click", run)
document.removeEventListener("click", run)  # expect: callback/removed-other
ResizeObserver.new(run).observe(document.body)  # expect: callback/borrowed-in-new
