import js
import polyscript

if polyscript.in_worker:
    window = polyscript.xworker.window
    document = window.document
    js.document = document
    js.settings = polyscript.settings
