try:
    f()
except (KeyError, m.E) as e:
    raise
except Exception:
    g()
else:
    h()
