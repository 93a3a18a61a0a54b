x = [g(y) for y in z if y]

y = 1
x = {y: w async for y in y}
f(y)
