"""Calls everything in refs.c, one function to a test, so that each has a window of its own."""
import threading

import refs


class Named:
    def __init__(self):
        self.name = f'name of {id(self)}'


NAMED = Named()
STORE = []
BOXES = []


def test_lose_plain():
    assert refs.lose_plain() == 14


def test_lose_on_error():
    try:
        refs.lose_on_error('no number')
    except TypeError:
        return
    raise AssertionError


def test_lose_overwritten():
    assert refs.lose_overwritten(True) == b'two of two'


def test_lose_appended():
    assert refs.lose_appended() == [70000, 70001, 70002]


def test_lose_attribute():
    assert refs.lose_attribute(NAMED)


def test_lose_value():
    assert refs.lose_value() == {'pi': 3.14}


def test_lose_small():
    assert refs.lose_small() == 7000000


def test_lose_tuple():
    assert refs.lose_tuple() == "(80000, 'of a pair')"


def test_lose_packed():
    assert refs.lose_packed(STORE) == 12


def test_lose_result():
    assert refs.lose_result(lambda *arguments: list(arguments)) == [None, True]


def test_lose_by_id():
    assert refs.lose_by_id({'one': 1}) == 1


def test_keep_plain():
    assert refs.keep_plain() == 14


def test_keep_on_error():
    try:
        refs.keep_on_error('no number')
    except TypeError:
        assert refs.keep_on_error(3) == [3]


def test_keep_overwritten():
    assert refs.keep_overwritten(True) == b'four of four'


def test_keep_appended():
    assert refs.keep_appended() == [90000, 90001, 90002]


def test_keep_attribute():
    assert refs.keep_attribute(NAMED)


def test_keep_value():
    assert refs.keep_value() == {'e': 2.71}


def test_keep_cached():
    assert refs.keep_cached() == 'made once'


def test_keep_latest():
    refs.keep_latest()


def test_keep_stored():
    refs.keep_stored(STORE)


def test_keep_boxed():
    BOXES.append(refs.keep_boxed())


def test_keep_filled():
    box = refs.Box()
    refs.keep_filled(box)
    BOXES.append(box)


def test_helped():
    assert refs.helped_lost() == 16
    assert refs.helped_kept() == 16


def wait_with_it(ready):
    kept = refs.keep_waiting()
    ready.set()
    threading.Event().wait()
    assert kept


def test_keep_waiting():
    ready = threading.Event()
    threading.Thread(target=wait_with_it, args=[ready], daemon=True).start()
    ready.wait()


def test_keep_registered():
    refs.keep_registered()


def test_thing():
    assert refs.Thing(3)
    try:
        refs.Thing('three')
    except TypeError:
        return
    raise AssertionError
