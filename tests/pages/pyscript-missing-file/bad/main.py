from pyscript import window

window.console.log("ran")
