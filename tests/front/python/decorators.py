@a
@b(1)
async def f(): yield 1
