# Elements of pyscript.web: what they keep goes with them.
from pyscript.ffi import create_proxy
from pyscript.web import button, div


class Player:
    def render(self):
        self.track = div(classes="track")
        self.track._dom_element.addEventListener("scroll", create_proxy(self.on_scroll))
        start = button("Start", on_click=self.on_start)
        start.addEventListener("click", create_proxy(self.on_start))
        return div(self.track, start)

    def on_scroll(self, event):
        print(event)

    def on_start(self, event):
        print(event)
