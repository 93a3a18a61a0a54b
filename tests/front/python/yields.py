def f():
    x = yield
    yield from g(x)
