"""The Python half of the CPython shim: decides which extension modules are watched, asks the C half what it counted,
and writes the records that src/shim/FORMAT.md describes.

It runs inside other people's programs, so it keeps to the standard library, imports little, and never raises into
them: what goes wrong becomes a note, or a line on stderr where no note can be written.
"""
import atexit
import collections
import ctypes
import fnmatch
import gc
import importlib.machinery
import json
import os
import platform
import sys
import sysconfig
import time

HERE = os.path.dirname(os.path.abspath(__file__))
FRAMES = 6  # callers that tell the sites of a helper apart
MOST_LINES = 16  # places that one address stands for, by inlining
FOREIGN = ('site-packages', 'dist-packages', '.venv', 'venv')


class Line(ctypes.Structure):
    """struct source_line of line.h."""
    _fields_ = [('path', ctypes.c_char * 4096), ('function', ctypes.c_char * 256),
                ('line', ctypes.c_int), ('column', ctypes.c_int)]


class Site(ctypes.Structure):
    """struct told_site of api.h."""
    _fields_ = [('api', ctypes.c_char_p), ('path', ctypes.c_char_p), ('function', ctypes.c_char_p),
                ('module', ctypes.c_int64), ('line', ctypes.c_int64), ('frame_count', ctypes.c_int64),
                ('frames', ctypes.c_uint64 * 9)] + [
        (name, ctypes.c_int64) for name in
        ('acquired', 'immortal', 'died', 'released', 'live', 'fewest', 'most', 'held', 'holder')] + [
        ('held_by', ctypes.c_uint64)]


def load_library():
    library = ctypes.PyDLL(os.path.join(HERE, 'libproxylint.so'), mode=ctypes.RTLD_GLOBAL)
    library.proxylint_start.restype = ctypes.c_char_p
    library.proxylint_watch.argtypes = [ctypes.c_char_p, ctypes.c_bool]
    library.proxylint_count.argtypes = [ctypes.py_object, ctypes.py_object]
    library.proxylint_count.restype = None
    library.proxylint_baseline.restype = None
    library.proxylint_site.argtypes = [ctypes.c_int, ctypes.POINTER(Site)]
    library.proxylint_site.restype = None
    library.proxylint_acquired_count.restype = ctypes.c_int64
    library.proxylint_lines_open.argtypes = [ctypes.c_char_p]
    library.proxylint_built_below.argtypes = [ctypes.c_char_p, ctypes.c_char_p]
    library.proxylint_optimized.argtypes = [ctypes.c_char_p]
    library.proxylint_optimized.restype = ctypes.c_bool
    library.proxylint_lines_at.argtypes = [ctypes.c_char_p, ctypes.c_uint64, ctypes.POINTER(Line), ctypes.c_int]
    library.proxylint_cover.argtypes = [ctypes.c_int, ctypes.c_char_p, ctypes.c_int]
    library.proxylint_covered.restype = ctypes.c_bool
    return library


class Records:
    """The file of this process. After the first failure nothing more is written, and the run has no end."""

    def __init__(self, folder):
        self.path = os.path.join(folder, f'cpython-{os.getpid()}-{time.monotonic_ns():x}.jsonl')
        self.file = None
        try:
            self.file = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND, 0o666)
        except OSError as error:
            self.fail(error)

    def fail(self, error):
        print(f'proxylint: nothing more is recorded: {self.path}: {error.strerror}', file=sys.stderr)
        self.close()

    def write(self, kind, **members):
        if self.file is None:
            return
        line = json.dumps({'t': kind, **members}, separators=(',', ':')).encode('utf-8', 'replace') + b'\n'
        try:
            written = os.write(self.file, line)
            if written < len(line):
                os.write(self.file, line[written:])
        except OSError as error:
            self.fail(error)

    def close(self):
        if self.file is not None:
            os.close(self.file)
        self.file = None


class Shim:
    def __init__(self, library, records):
        self.library = library
        self.records = records
        self.root = os.environ.get('PROXYLINT_ROOT') or os.getcwd()
        self.globs = [glob for glob in os.environ.get('PROXYLINT_MODULES', '').split(':') if glob]
        self.modules = []  # paths of those that are watched, by number
        self.seen = set()
        self.known = {}  # number of a site → (api, places)
        self.told = {}  # (api, places) → number in the records
        self.holders = {}  # (api, places) → (module, address) of what allocated memory that points to its objects
        self.cover = []  # (path, line, handle, whether a no is sure)
        self.started = time.monotonic()
        self.windows = 0
        self.tested = False  # a baseline was drawn below importing and collecting

    # ---- modules

    def wanted(self, path):
        """Is it built from the project?"""
        if self.globs:
            return any(fnmatch.fnmatch(path, glob) or fnmatch.fnmatch(os.path.basename(path), glob)
                       for glob in self.globs)
        if path.startswith((sysconfig.get_path('platstdlib') + '/lib-dynload', HERE)):
            return False
        built = self.library.proxylint_built_below(os.fsencode(path), os.fsencode(self.root))
        inside = path.startswith(self.root + '/') and not set(path.split('/')) & set(FOREIGN)
        return built == 1 or (built < 0 and inside)

    def watch(self, path):
        path = os.path.realpath(path)
        if path in self.seen:
            return
        self.seen.add(path)
        if not self.wanted(path):
            return
        number = self.library.proxylint_watch(os.fsencode(path), recompiled(path))
        if number < 0:
            if number == -2:
                self.note('warning', f'{path} is not watched: there are too many modules')
            return
        self.modules.append(path)
        lines = self.library.proxylint_lines_open(os.fsencode(path))
        if lines < 0:
            self.note('warning', f'{path}: libdw is not installed (Debian: libdw1), so places have no lines')
        elif not lines:
            self.note('warning', f'{path} has no debug section, so its places have no lines: build it with -g')
        self.records.write('module', path=path, slots=self.library.proxylint_slots(number), lines=lines > 0,
                           optimized=self.library.proxylint_optimized(os.fsencode(path)))
        self.cover_lines(number)

    def cover_lines(self, module):
        name = os.environ.get('PROXYLINT_LINES')
        if not name or not os.path.exists(name):
            return
        with open(name, encoding='utf-8', errors='surrogateescape') as file:
            places = {tuple(line.rstrip('\n').rpartition(':')[::2]) for line in file}
        sure = not self.library.proxylint_optimized(os.fsencode(self.modules[-1]))
        for path, line in sorted(places):
            if path.endswith(('.py', '.js', '.mjs', '.ts', '.html')) or not line.isdigit():
                continue
            handle = self.library.proxylint_cover(module, os.fsencode(path), int(line))
            if handle >= 0:
                self.cover.append((path, int(line), handle, sure))

    def note(self, level, message):
        self.records.write('note', level=level, message=message)

    # ---- counting

    def acquired(self):
        return self.library.proxylint_acquired_count()

    def count(self):
        """Lets everything die that can, then accounts for what is left."""
        for _ in range(3):
            if not gc.collect():
                break
        variables = held_by_frames()
        objects = gc.get_objects()
        self.library.proxylint_count(objects, variables)
        del objects, variables

    def baseline(self):
        """What counts from here on. Gives what was lost before, see `point`, and how often was acquired."""
        before = self.point(1)
        sums = self.sums()
        self.library.proxylint_baseline()
        return before, sums

    def sites(self):
        """(number, struct) of those that acquired something."""
        for number in range(self.library.proxylint_site_count()):
            site = Site()
            self.library.proxylint_site(number, ctypes.byref(site))
            if site.acquired:
                yield number, site

    # ---- places

    def places(self, path, address):
        lines = (Line * MOST_LINES)()
        count = self.library.proxylint_lines_at(os.fsencode(path), address, lines, MOST_LINES)
        if not count:
            return [{'path': path, 'line': 0, 'function': f'+{address:#x}'}]
        return [{'path': os.path.normpath(os.fsdecode(line.path)), 'line': line.line, 'column': line.column,
                 'function': line.function.decode('utf-8', 'replace')} for line in lines[:count]]

    def place_of(self, number, site):
        """The places of a site, its own first. Known by number, for they do not change."""
        if number not in self.known:
            if site.module < 0:
                places = [{'path': os.path.normpath(os.path.join(self.root, os.fsdecode(site.path))),
                           'line': site.line, 'function': site.function.decode()}]
            else:
                places = [place for address in site.frames[:site.frame_count]
                          for place in self.places(self.modules[site.module], address)]
            self.known[number] = (site.api.decode(), json.dumps(places))
        return self.known[number]

    def tell(self, key):
        """Writes a place that acquires, once; gives its number. Where a compiler made copies of a call, they are one
        place."""
        if key not in self.told:
            api, places = key[0], json.loads(key[1])
            lang = 'zig' if places[0]['path'].endswith('.zig') else 'c'
            self.told[key] = len(self.told)
            self.records.write('site', id=self.told[key], lang=lang, api=api, frames=places[1:], **places[0])
        return self.told[key]

    # ---- records

    def sums(self):
        """What sites counted since the baseline, by place."""
        sums = collections.defaultdict(collections.Counter)
        for number, site in self.sites():
            place = self.place_of(number, site)
            counts = sums[place]
            if site.holder >= 0:
                self.holders[place] = self.modules[site.holder], site.held_by
            for member in ('acquired', 'immortal', 'died', 'released', 'held'):
                counts[member] += getattr(site, member)
        return sums

    def window(self, name, points, reps, sums=None, once=None):
        """`points`: (repetitions, milliseconds, {place: (fewest, most)}) of each count, in time."""
        self.windows += 1
        for place, counts in (self.sums() if sums is None else sums).items():
            more = {'once': once} if once else {}
            if counts['held'] and place in self.holders:
                more['held_by'] = self.places(*self.holders[place])[0]
            self.records.write(
                'window', name=name, site=self.tell(place), reps=reps, acquired=counts['acquired'],
                ended={'died': counts['died'], 'released': counts['released']}, immortal=counts['immortal'],
                held=counts['held'], points=[[done, *lost.get(place, (0, 0))] for done, _, lost in points],
                ms=[ms for _, ms, _ in points], **more)
        self.library.proxylint_baseline()

    def test_window(self, name, before, points, reps):
        """The window of a test that was repeated, and what only its first runs acquired."""
        first, sums = before
        counted = self.sums()
        early = {place: counts for place, counts in sums.items() if place not in counted}
        self.window(name, points, reps, counted)
        self.window(name, [first], 1, early, 'only its first run acquires')

    def point(self, reps):
        self.count()
        lost = {}
        for number, site in self.sites():
            place = self.place_of(number, site)
            fewest, most = lost.get(place, (0, 0))
            lost[place] = fewest + site.fewest, most + site.most
        return reps, self.ms(), lost

    def program(self):
        """What was acquired outside of tests: one run, and no baseline."""
        if self.acquired():
            self.window('', [self.point(1)], 1)

    def ms(self):
        return int((time.monotonic() - self.started) * 1000)

    def memory(self, at):
        python = {
            'gc_stats': gc.get_stats(), 'gc_count': gc.get_count(), 'gc_threshold': gc.get_threshold(),
            'uncollectable': len(gc.garbage), 'allocated_blocks': sys.getallocatedblocks()}
        tracemalloc = sys.modules.get('tracemalloc')
        if tracemalloc and tracemalloc.is_tracing():
            current, peak = tracemalloc.get_traced_memory()
            python['tracemalloc'] = {
                'frames': tracemalloc.get_traceback_limit(), 'current': current, 'peak': peak}
        if hasattr(sys, 'gettotalrefcount'):
            python['total_refcount'] = sys.gettotalrefcount()
        live = sum(site.live for _, site in self.sites())
        self.records.write('memory', at=at, ms=self.ms(), live=live, python=python)

    def end(self):
        if not self.windows:
            self.program()
        self.memory('end')
        for path, line, handle, sure in self.cover:
            self.records.write('cover', path=path, line=line, hit=self.library.proxylint_covered(handle), sure=sure)
        self.records.write('end', complete=True)
        self.records.close()


def held_by_frames():
    """The values of variables of functions that are running: no container holds them. Those that functions share are in
    cells, which are containers."""
    held, own = [], sys._getframe()
    for frame in sys._current_frames().values():
        frame = frame.f_back if frame is own else frame
        while frame is not None:
            held += variables_of(frame)
            frame = frame.f_back
    return held


def variables_of(frame):
    code = frame.f_code
    shared = {*code.co_cellvars, *code.co_freevars}
    names = [name for name in code.co_varnames if name not in shared]
    values = frame.f_locals if names else {}
    return [values[name] for name in names if name in values]


def recompiled(path):
    """Was it compiled with the shim's header? Then it counts for itself."""
    try:
        with open(path, 'rb') as file:
            return b'proxylint_recompiled\0' in file.read()
    except OSError:
        return False


def refusal():
    """Why this Python cannot be watched, or None."""
    if sys.implementation.name != 'cpython':
        return f'{sys.implementation.name} is not CPython'
    if sysconfig.get_config_var('Py_GIL_DISABLED'):
        return 'it was built without a global lock'
    if hasattr(sys, 'getobjects'):
        return 'it was built to trace references'
    return None


shim = None


def watch_imports(watching):
    load = importlib.machinery.ExtensionFileLoader.create_module

    def create_module(self, spec):
        try:
            watching.watch(self.path)
        except Exception as error:
            watching.note('warning', f'{self.path} is not watched: {error}')
        return load(self, spec)

    importlib.machinery.ExtensionFileLoader.create_module = create_module


def forget():
    """In a forked child: its parent's records are not its own, and nobody asks it for any."""
    shim.records.close()


def start():
    """Called by sitecustomize, before anything else runs."""
    global shim
    records = Records(os.environ['PROXYLINT_RECORDS'])
    records.write('run', v=1, shim='cpython', pid=os.getpid(), runtime=f'CPython {platform.python_version()}',
                  command=getattr(sys, 'orig_argv', sys.argv), cwd=os.getcwd(), exact=False)
    try:
        problem = refusal()
        library = None if problem else load_library()
        failure = library and library.proxylint_start(sys.hexversion >> 16, FRAMES)
    except (OSError, AttributeError) as error:
        problem, failure = str(error), None
    if problem or failure:
        records.write('note', level='warning', message='extension modules are not watched: '
                      + (problem or failure.decode()) + f' ({sys.executable})')
        records.close()
        return
    shim = Shim(library, records)
    if os.environ.get('PROXYLINT_TRACEMALLOC'):
        import tracemalloc
        tracemalloc.start(int(os.environ['PROXYLINT_TRACEMALLOC']))
    watch_imports(shim)
    shim.memory('start')
    atexit.register(shim.end)
    os.register_at_fork(after_in_child=forget)
