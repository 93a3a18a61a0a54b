from js import document

panel = document.querySelector("#panel")
if panel is None:
    document.querySelector("#state").textContent = "no panel"
