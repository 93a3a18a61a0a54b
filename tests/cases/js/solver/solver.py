def count(rows):
    return len(rows)


def label(rows):
    return f"{len(rows)} rows"


def rows(limit):
    return [{"id": n} for n in range(limit)]


def log(text):
    print(text)
