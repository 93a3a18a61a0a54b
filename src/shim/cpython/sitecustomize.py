"""Loads the shim into every Python that `proxylint verify` starts, by way of PYTHONPATH; then whatever
sitecustomize would have been loaded without it."""
import importlib.machinery
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))


def load_hidden():
    """The sitecustomize that this one hides, if there is any."""
    rest = [path for path in sys.path if os.path.abspath(path or '.') != HERE]
    spec = importlib.machinery.PathFinder.find_spec('sitecustomize', rest)
    if spec and spec.loader:
        spec.loader.exec_module(sys.modules[__name__])


if os.environ.get('PROXYLINT_RECORDS'):
    try:
        import proxylint_shim
        proxylint_shim.start()
    except Exception as error:  # the program must run, whatever becomes of the shim
        print(f'proxylint: nothing is recorded for this Python: {error}', file=sys.stderr)
load_hidden()
