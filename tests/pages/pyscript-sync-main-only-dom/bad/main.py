from pyscript import document  # expect: pyscript/sync-main-only-dom

document.title = "ready"
