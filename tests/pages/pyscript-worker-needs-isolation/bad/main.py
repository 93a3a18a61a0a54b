from pyscript import document  # expect-note: pyscript/worker-needs-isolation

document.title = "ready"
