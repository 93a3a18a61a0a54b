while f():
    if a: continue
    break
else:
    g()
