"""Nothing in this file ever stops the trace."""
import tracemalloc as tm


def lost(task):
    tm.start()  # expect: tracemalloc/unstopped
    task()
    return tm.get_traced_memory()
