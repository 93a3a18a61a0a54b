from pyscript import window
from pyscript.js_modules import lib

window.console.log(f"area {lib.area(2, 3)}")
