def f():
    global made
    n = 0
    def g():
        nonlocal n
        n = made
    made = g
