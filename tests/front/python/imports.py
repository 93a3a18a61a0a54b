import js
import a.b, c.d as e
from js import setTimeout as later
from ..m import x
later(js, a.b, e, x, len, unknown)
