"""Assigning an attribute makes a proxy that lives with the object."""
import js
from js import WebSocket, document, window


def on_message(event):
    print(event.data)


socket = WebSocket.new("wss://example.org")
socket.onmessage = on_message
socket.onopen = lambda event: socket.send("hello")

worker = js.Worker.new("./worker.js")
worker.onmessage = on_message

window.onresize = lambda event: print(window.innerWidth)
document.querySelector("#go").onclick = on_message
js.handler = on_message

reader = js.FileReader.new()
reader.onload = on_message
