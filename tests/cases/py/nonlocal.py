"""A variable that an inner function assigns: no branch on it is dead."""
from pyodide.ffi import create_proxy


async def process(app, ctx, rows):
    streaming = False

    async def send(message):
        nonlocal streaming
        streaming = message["type"] == "stream"

    await app(send)
    if streaming:
        step = create_proxy(app)  # expect: callback/leak
        rows.forEach(step)
    return 1
