from pyscript import sync


def total(numbers):
    return sum(numbers)


__export__ = ["total"]
sync.total = total
