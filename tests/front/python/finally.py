def f():
    for x in y:
        try:
            if x: break
            g(x)
        finally:
            h()
    else:
        k()

def f():
    try:
        return g()
    finally:
        return h()
