"""The tests of the extension: they pass, and nothing in them speaks of memory."""
import shelf


class Book:
    def __init__(self, title):
        self.title = title


DUNE = Book('Dune, ' * 3)


def test_labels():
    assert shelf.label_width(7) == shelf.label_width_kept(7) == 7
    assert shelf.indirect(7) == 7


def test_pages():
    assert shelf.pages(3) == shelf.pages_kept(3) == [1000, 1001, 1002]


def test_prices():
    assert shelf.priced(9.99) == shelf.priced_kept(9.99) == {'price': 10.49}


def fails(function, argument):
    try:
        function(argument)
    except TypeError:
        return True
    return False


def test_signatures():
    assert shelf.signature(4) == shelf.signature_kept(4) == ([], 4)
    assert fails(shelf.signature, 'four') and fails(shelf.signature_kept, 'four')


def test_shelfmarks():
    assert shelf.shelfmark(4) == (set(), 4)


def test_title():
    assert shelf.has_title(DUNE)


def test_title_kept():
    assert shelf.has_title_kept(DUNE)


def test_shuffle():
    shelf.shuffle(['a', 'b'])
    shelf.shuffle_kept(['a', 'b'])


def test_mottos():
    assert shelf.motto(True) == shelf.motto_kept(True) == 'silence, please'
    assert shelf.motto(False) == shelf.motto_kept(False) == 'quiet please'
