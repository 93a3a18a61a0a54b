"""A pytest plugin, loaded by way of PYTEST_PLUGINS: each test that reaches a watched module is repeated, and what its
repetitions lose is a window of its own.

The first run is the test's own and is reported as ever. Then come one more that does not count, a baseline, and the
repetitions, with a count in the middle and one at the end. Fixtures of the function are made anew each time. A test that
fails when it is repeated is left at that, and its window says so.
"""
import os

import proxylint_shim
import pytest
from _pytest.runner import runtestprotocol

REPETITIONS = 6


def repetitions():
    wanted = int(os.environ.get('PROXYLINT_REPETITIONS') or REPETITIONS)
    return max(2, wanted + wanted % 2)


def went_well(reports):
    return all(report.passed for report in reports)


def why(reports):
    """One line on what went wrong."""
    for report in reports:
        if report.skipped:
            return 'it is skipped then'
        if not report.passed:
            text = getattr(report.longrepr, 'reprcrash', None)
            return str(text.message if text else report.longrepr).strip().splitlines()[0][:200]
    return ''


def run_again(item, times):
    """None, or why it went wrong."""
    for _ in range(times):
        reports = runtestprotocol(item, nextitem=item.parent, log=False)
        if not went_well(reports):
            return 'it fails when it is repeated: ' + why(reports)
    return None


def repeat(item, shim):
    reps = repetitions()
    problem = run_again(item, 1)
    if problem:
        return shim.window(item.nodeid, [shim.point(1)], 1, once=problem)
    before = shim.baseline()
    points = []
    for done in (reps // 2, reps):
        problem = run_again(item, reps // 2)
        points.append(shim.point(done))
        if problem:
            return shim.window(item.nodeid, points, 1, once=problem)
    return shim.test_window(item.nodeid, before, points, reps)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item, nextitem):
    shim = proxylint_shim.shim
    if shim is None or not hasattr(item, '_initrequest'):
        return None
    if not shim.tested:
        shim.tested = True
        shim.program()  # what importing and collecting acquired
        shim.baseline()
    before = shim.acquired()
    item.ihook.pytest_runtest_logstart(nodeid=item.nodeid, location=item.location)
    # what comes next is in the same module or class, so that the fixtures of those stay
    reports = runtestprotocol(item, nextitem=item.parent)
    if went_well(reports) and shim.acquired() > before:
        repeat(item, shim)
        shim.memory(item.nodeid)
    item.session._setupstate.teardown_exact(nextitem)
    item.ihook.pytest_runtest_logfinish(nodeid=item.nodeid, location=item.location)
    return True
