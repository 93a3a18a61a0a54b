if a:
    from m import b
else:
    b = c()
b()
