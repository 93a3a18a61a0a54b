"""In a worker, window is the page's: what it keeps dies all the same."""
from pyscript import document, sync, window
from pyscript.ffi import create_proxy


def run(*_):
    print("run")


window.setTimeout(run, 10)  # expect: callback/borrowed-escapes
window.requestAnimationFrame(run)  # expect: callback/borrowed-escapes
document.body.addEventListener("click", run)  # expect: callback/borrowed-escapes
window.ResizeObserver.new(run)  # expect: callback/borrowed-in-new

document.body.onclick = run
window.setTimeout(create_proxy(run), 10)
sync.run = run
sync.call(run)
