f(lambda e, p=q: p(e))
