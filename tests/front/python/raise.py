assert a, b()
raise E(1) from c
