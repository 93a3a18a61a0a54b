total = 3
title = "drawing"
names = ["a", "b"]
mixed = None


def fill():
    global mixed
    mixed = [total]
