import js

from web.platform import create_proxy

class Window:
    def on_render(self):
        js.document.addEventListener("focus", create_proxy(self.gains))
        js.document.addEventListener("blur", self.loses)

    def gains(self, event):
        print(event)

    def loses(self, event):
        print(event)
