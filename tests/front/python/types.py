from typing import cast
x: "JsProxy" = cast("Foo", f())
