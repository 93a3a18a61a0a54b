# nothing here touches another language
def f():
    return 1  # expect-next: suppression/unused
# proxylint: ignore-file[callback/leak] left behind
