"""The Python half of the CPython shim. It still has to come: until then a run leaves no records."""


def start():
    """Called by sitecustomize, before anything else runs."""
