from pyscript import document, window


def run(*_):
    print("run")


window.setTimeout(run, 10)
document.body.addEventListener("click", run)
document.body.removeEventListener("click", run)
window.ResizeObserver.new(run).observe(document.body)
