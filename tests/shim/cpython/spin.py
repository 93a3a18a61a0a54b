"""Times refs.c with and without the shim, for tests/tools/bench: a name and the best of some runs in milliseconds."""
import time

import refs


def best(run, times=9):
    shortest = float('inf')
    for _ in range(times):
        start = time.process_time()
        run()
        shortest = min(shortest, time.process_time() - start)
    return shortest * 1000


def containers():
    kept = {}
    for number in range(60000):
        kept[str(number % 1000)] = [number, (number,)]


def small_calls():
    for _ in range(60000):
        refs.keep_plain()


for name, run in (('c-api-loop', lambda: refs.spin(300000)), ('small-calls', small_calls), ('python-only', containers)):
    print(name, round(best(run), 2))
