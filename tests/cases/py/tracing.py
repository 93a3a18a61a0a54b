"""tracemalloc, started and stopped."""
import tracemalloc as tm
from tracemalloc import start, stop


def lost(task):
    tm.start()  # expect: tracemalloc/unstopped
    task()
    return tm.get_traced_memory()


def early(task):
    start(25)  # expect: tracemalloc/unstopped
    if not task():
        return None
    snapshot = tm.take_snapshot()
    stop()
    return snapshot


def right(task):
    tm.start()
    try:
        return task()
    finally:
        tm.stop()


class Tracer:
    def __enter__(self):
        tm.start()
        return self

    def __exit__(self, *_):
        tm.stop()
