f(a)
{{ x %% }}
g(b) $
def h(:
i()
