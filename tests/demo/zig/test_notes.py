"""The tests of the extension: they pass, and nothing in them speaks of memory."""
import notes


def test_names():
    assert notes.name_length() == notes.name_length_kept() == 18


def test_chords():
    assert notes.chord() == notes.chord_kept() == [44000]


def fails(function):
    try:
        function('high')
    except TypeError:
        return True
    return False


def test_scales():
    assert notes.scale(3) == notes.scale_kept(3) == []
    assert fails(notes.scale) and fails(notes.scale_kept)


def test_titles():
    assert notes.titled() == notes.titled_kept() == 22
