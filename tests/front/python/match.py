match f():
    case None: a()
    case P(x, y=z) if x: b(z)
    case [1, *r] | None: c(r)
    case w: d(w)
