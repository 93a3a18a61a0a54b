a, b = b, a
c, (d, *e) = f()
g.h = i[j, 1:2] = k

a += 1
b.c -= d()
e[f()] = g
e[0] += h
l += [m]
n = n + o
