def f():
    with a() as p, b:
        if p:
            return p

async def f():
    async with a as p:
        g(p)

with suppress(E):
    f()
g()
