"""tracemalloc, started and stopped."""
import tracemalloc as tm
from tracemalloc import start, stop


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
