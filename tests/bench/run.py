#!/usr/bin/env python3
"""Times proxylint beside other linters: run.py PROXYLINT PARSER PEERS

PARSER is tests/bench/parse.c, PEERS the folder that tests/bench/prepare filled. Writes RESULTS.md and chart.svg beside
this file. What is missing is left out, and listed as such; nothing here passes or fails.
"""
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import results
from measure import Job, compare, instructions

HERE = Path(__file__).resolve().parent
TOP = HERE.parent.parent
PROXYLINT, PARSER, PEERS = (Path(word).resolve() for word in sys.argv[1:4])
JS, PYTHON = PEERS / 'corpus/js', PEERS / 'corpus/python'
ESLINT = """\
import * as parser from "@typescript-eslint/parser";
const rules = { "no-unused-vars": 2, "no-unreachable": 2, "no-dupe-keys": 2, "no-self-assign": 2, "use-isnan": 2 };
export default [{ files: ["**/*.{js,mjs,cjs,jsx,ts,mts,cts,tsx}"], languageOptions: { parser }, rules }];
"""
MODULES = '_bisectmodule _csv _heapqmodule _json _queuemodule _struct _zoneinfo arraymodule'.split()


def tool(*names):
    """The path of an installed program (not a compiler cache that takes its place), or None."""
    for name in names:
        for folder in [PEERS / 'npm/node_modules/.bin', PEERS / 'pip/bin', *os.get_exec_path()]:
            path = Path(folder, name)
            if os.access(path, os.X_OK) and path.resolve().name != 'ccache':
                return str(path)
    return None


def job(name, program, *arguments, more=(), **settings):
    """`more`: the arguments of further calls of the same program."""
    path = program if isinstance(program, Path) else tool(program)
    if not path:
        return Job(name, [], skipped='not installed')
    return Job(name, [[str(path), *map(str, words)] for words in (arguments, *more)], **settings)


def ours(name, *arguments, **settings):
    return job(name, PROXYLINT, 'check', '--no-cache', *arguments, **settings)


# ---- what is measured

def words_file(work):
    """What the prefilter looks for, as ripgrep wants it."""
    words = subprocess.run([PARSER, '--words'], capture_output=True, text=True, check=True).stdout.split('\n')
    path = work / 'words'
    path.write_text('\n'.join(sorted({word.removesuffix('\\b') for word in words if word})) + '\n')
    return path


def search(words, *globs):
    return ['-l', '-F', '-f', words, *(word for glob in globs for word in ('-g', glob)), '.']


def start(work):
    folder = work / 'start'
    folder.mkdir()
    for name in ('empty.js', 'empty.py'):
        (folder / name).write_text('')
    (folder / 'eslint.config.mjs').write_text(ESLINT)
    return compare([
        job('proxylint --version', PROXYLINT, '--version', folder=folder),
        ours('proxylint', 'empty.js', folder=folder),
        job('ripgrep', 'rg', '-l', 'destroy', 'empty.js', folder=folder),
        job('ruff', 'ruff', 'check', '--isolated', '--no-cache', 'empty.py', folder=folder),
        job('ast-grep', 'ast-grep', 'run', '-p', '$A.destroy()', '-l', 'js', 'empty.js', folder=folder),
        job('oxlint', 'oxlint', 'empty.js', folder=folder),
        job('Biome', 'biome', 'lint', '--vcs-enabled=false', 'empty.js', folder=folder),
        job('ESLint', 'eslint', '--version', folder=folder),
    ], most=25)


def javascript(words):
    (PEERS / 'npm/eslint.config.mjs').write_text(ESLINT)
    globs = ['*.{js,mjs,cjs,jsx,ts,mts,cts,tsx}']
    return compare([
        ours('proxylint', '.', folder=JS),
        ours('proxylint, no file skipped unparsed', '--no-prefilter', '.', folder=JS),
        job('ripgrep, the same words', 'rg', *search(words, *globs), folder=JS),
        job('oxlint', 'oxlint', '--silent', '.', folder=JS),
        job('ast-grep, one pattern', 'ast-grep', 'run', '-p', '$A.destroy()', '-l', 'js', '.',
            more=[['run', '-p', '$A.destroy()', '-l', 'ts', '.']], folder=JS),
        job('Biome', 'biome', 'lint', '--max-diagnostics=1', '--diagnostic-level=error', '--vcs-enabled=false', '.',
            folder=JS),
        job('ESLint, five rules', 'eslint', '--no-ignore', '--config', PEERS / 'npm/eslint.config.mjs', '.', folder=JS),
    ])


def python(words):
    return compare([
        ours('proxylint', '.', folder=PYTHON),
        ours('proxylint, no file skipped unparsed', '--no-prefilter', '.', folder=PYTHON),
        job('ripgrep, the same words', 'rg', *search(words, '*.py'), folder=PYTHON),
        job('ruff', 'ruff', 'check', '--isolated', '--no-cache', '-q', '.', folder=PYTHON),
        job('ast-grep, one pattern', 'ast-grep', 'run', '-p', '$A.destroy()', '-l', 'python', '.', folder=PYTHON),
    ])


def plain(work, words):
    """Files in which none of the words stands."""
    folder = work / 'plain'
    shutil.copytree(PEERS / 'corpus', folder)
    hits = subprocess.run([tool('rg') or 'false', *search(words)], cwd=folder, capture_output=True, text=True).stdout
    for name in hits.splitlines():
        (folder / name).unlink()
    commit(folder)
    files = sum(len(names) for _, _, names in os.walk(folder / 'js')) + sum(len(n) for _, _, n in os.walk(folder / 'python'))
    return files, compare([
        ours('proxylint', '.', folder=folder),
        job('ripgrep, the same words', 'rg', *search(words, '*.{js,mjs,cjs,jsx,ts,mts,cts,tsx,py}'), folder=folder),
    ], most=15)


def c_modules(work):
    modules = PEERS / 'cpython/Modules'
    include = subprocess.run([sys.executable, '-c', 'import sysconfig; print(sysconfig.get_path("include"))'],
                             capture_output=True, text=True, check=True).stdout.strip()
    flags = [f'-I{include}', f'-I{include}/internal', f'-I{modules}', '-DPy_BUILD_CORE_MODULE', '-DNDEBUG']
    files = [str(modules / f'{name}.c') for name in MODULES if (modules / f'{name}.c').exists()]
    if not files or not Path(include, 'internal').is_dir():
        return []
    cache, none = ({'XDG_CACHE_HOME': str(work / name)} for name in ('cache', 'none'))
    each = [['--analyze', '-Xclang', '-analyzer-output=text', '-o', '/dev/null', *flags, file] for file in files]
    analyse = [['-fanalyzer', '-w', '-c', '-o', '/dev/null', *flags, file] for file in files]
    parse = [['-fsyntax-only', '-w', *flags, file] for file in files]
    # the first run notes which headers are worth compiling, the second compiles them
    return compare([
        job('proxylint, with libclang', PROXYLINT, 'check', '--no-cache', *flags, *files, environment=cache, folder=work,
            warm=2),
        job('proxylint, with libclang, the first time', PROXYLINT, 'check', '--no-cache', *flags, *files, environment=none,
            folder=work, before=lambda: shutil.rmtree(work / 'none', ignore_errors=True)),
        job('proxylint, without libclang', PROXYLINT, 'check', '--no-cache', *flags, *files, folder=work,
            environment={**cache, 'PROXYLINT_LIBCLANG': '/none'}),
        job('clang -fsyntax-only', 'clang', *parse[0], more=parse[1:], folder=work),
        job('clang-tidy bugprone-*', 'clang-tidy', '--quiet', '-checks=-*,bugprone-*', *files, '--', *flags, folder=work),
        job('cppcheck --enable=warning', 'cppcheck', '-q', '--enable=warning', '-j1', *files, folder=work),
        job('gcc -fanalyzer', 'gcc', *analyse[0], more=analyse[1:], folder=work),
        job('clang --analyze', 'clang', *each[0], more=each[1:], folder=work),
    ], most=5)


def commit(folder):
    for words in (['init', '-q', '.'], ['add', '-A'],
                  ['-c', 'user.name=A', '-c', 'user.email=a@example.org', 'commit', '-q', '-m', 'bench']):
        subprocess.run(['git', *words], cwd=folder, check=True)


def hit_tree(work):
    """Programs that are full of what proxylint looks for: those of its own tests."""
    folder = work / 'hits'
    for part in ('cases', 'silent', 'demo'):
        shutil.copytree(TOP / 'tests' / part, folder / part, ignore=shutil.ignore_patterns('*.so', '__pycache__'))
    commit(folder)
    return folder


def beside_parsing(folder, *more):
    """The program beside parsing alone, one thread each: costs and instructions of both, and costs of `more` jobs."""
    costs = compare([
        ours('proxylint', '--jobs=1', '.', folder=folder),
        job('parsing alone', PARSER, '.', folder=folder),
        *more,
    ], most=9)
    counts = [instructions([PROXYLINT, 'check', '--no-cache', '--jobs=1', '.'], folder), instructions([PARSER, '.'], folder)]
    return costs, counts


def analysis(folder):
    """Beside parsing alone, and a second run from its cache."""
    cache = folder.parent / 'results'
    keep = ['check', f'--cache-dir={cache}', '--jobs=1', '.']

    def forget():
        shutil.rmtree(cache, ignore_errors=True)
    costs, counts = beside_parsing(
        folder, job('proxylint, first run with a cache', PROXYLINT, *keep, folder=folder, before=forget))
    return costs + compare([job('proxylint, second run with a cache', PROXYLINT, *keep, folder=folder)], most=9), counts


SHAPES = {
    'JavaScript': ('js', 'export async function step{n}(pyodide, on) {{\n\tconst table{n} = pyodide.runPython(`dict(a={n})`);\n'
                         '\tif (on > {n}) {{\n\t\treturn null;\n\t}}\n\tconst rows = table{n}.toJs();\n\ttable{n}.destroy();\n'
                         '\treturn rows;\n}}\n\n'),
    'Python': ('py', 'def step{n}(on):\n    from js import setTimeout\n    from pyodide.ffi import create_proxy\n'
                     '    late{n} = create_proxy(lambda: {n})\n    if on > {n}:\n        setTimeout(late{n}, {n})\n'
                     '    else:\n        late{n}.destroy()\n    return on\n\n\n'),
    'C': ('c', 'static PyObject *step{n}(PyObject *self, PyObject *on)\n{{\n\tPyObject *list = PyList_New({n});\n\n'
               '\tif (!list)\n\t\treturn NULL;\n\tif (PyList_Append(list, on) < 0) {{\n\t\tPy_DECREF(list);\n'
               '\t\treturn NULL;\n\t}}\n\treturn list;\n}}\n\n'),
}
HEAD = {'c': '#include <Python.h>\n\n'}


def growth(work):
    """language → [(bytes, seconds)]: one file, whose size doubles."""
    found = {}
    for language, (extension, shape) in SHAPES.items():
        points = []
        for power in range(5, 13):
            text = HEAD.get(extension, '') + ''.join(shape.format(n=n) for n in range(2 ** power))
            path = work / f'grow.{extension}'
            path.write_text(text)
            cost, = compare([ours('', path, folder=work, environment={'PROXYLINT_LIBCLANG': '/none'})], most=5)
            points.append((len(text), cost.cpu))
        found[language] = points
    return found


def version_of(name, *arguments):
    path = tool(name)
    if not path:
        return None
    done = subprocess.run([path, *(arguments or ['--version'])], capture_output=True, text=True)
    return (re.search(r'\d+\.\d[\d.]*', done.stdout + done.stderr) or [''])[0]


PEERS_NAMED = {'ripgrep': 'rg', 'ruff': 'ruff', 'oxlint': 'oxlint', 'ast-grep': 'ast-grep', 'Biome': 'biome',
               'ESLint': 'eslint', 'clang': 'clang', 'clang-tidy': 'clang-tidy', 'cppcheck': 'cppcheck', 'gcc': 'gcc'}


def size(folder, *suffixes):
    files = [path for path in Path(folder).rglob('*') if path.suffix in suffixes and '.git' not in path.parts]
    return len(files), sum(path.stat().st_size for path in files)


def main():
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        words = words_file(work)
        hits = hit_tree(work)

        def step(title, function, *arguments):
            print(f'  BENCH   {title}', flush=True)
            return function(*arguments)
        measured = {
            'versions': {peer: version_of(program) for peer, program in PEERS_NAMED.items()},
            'sizes': {'js': size(JS, '.js', '.ts', '.mjs', '.tsx'), 'python': size(PYTHON, '.py'),
                      'hits': size(hits, '.js', '.ts', '.mjs', '.tsx', '.jsx', '.py', '.c', '.zig', '.erl', '.html', '.md')},
            'start': step('start', start, work),
            'js': step('JavaScript and TypeScript', javascript, words),
            'python': step('Python', python, words),
            'plain': step('no hits', plain, work, words),
            'c': step('C', c_modules, work),
            'analysis': step('analysis, cache', analysis, hits),
            'real': step('analysis of real code', beside_parsing, PEERS / 'corpus'),
            'growth': step('growth', growth, work),
            'extra': sys.stdin.read() if not sys.stdin.isatty() else '',
        }
    (HERE / 'RESULTS.md').write_text(results.table(measured))
    (HERE / 'chart.svg').write_text(results.chart(measured))
    print(f'  WROTE   {(HERE / "RESULTS.md").relative_to(TOP)}')


if __name__ == '__main__':
    main()
