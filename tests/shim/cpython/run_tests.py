"""Runs the tests of a module with a window for each, as the pytest plugin does, for a Python that has no pytest."""
import importlib
import sys

import proxylint_shim

REPETITIONS = 6


def window(shim, name, test):
    for _ in range(2):
        test()
    before = shim.baseline()
    points = []
    for done in (REPETITIONS // 2, REPETITIONS):
        for _ in range(REPETITIONS // 2):
            test()
        points.append(shim.point(done))
    shim.test_window(name, before, points, REPETITIONS)


def main():
    module = importlib.import_module(sys.argv[1])
    for name, test in sorted(vars(module).items()):
        if name.startswith('test_'):
            window(proxylint_shim.shim, name, test)


main()
