def title():
    return "ready"


__export__ = ["title"]
