if not (a is None or isinstance(b, (A, B)) and hasattr(c, "m")) and d != None:
    e()

x = a or b if c else None

if (n := f()) is not None:
    g(n)
