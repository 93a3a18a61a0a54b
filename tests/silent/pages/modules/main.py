from pyscript.js_modules import effects, leaflet, open as opened, shapes
from pyscript.js_modules.open import anything

try:
    from pyscript.js_modules.shapes import volume
except ImportError:
    volume = None

if hasattr(shapes, "perimeter"):
    print(shapes.perimeter(1, 2))


def draw():
    return shapes.area(1, 2), opened.more, leaflet.map, effects, anything, volume
