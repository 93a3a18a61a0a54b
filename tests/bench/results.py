"""Measured costs → RESULTS.md and chart.svg."""
import datetime
import math
import os
import platform
import statistics
from html import escape


def seconds(value):
    return f'{value * 1000:.1f} ms' if value < 0.1 else f'{value:.2f} s'


def rows(costs):
    """A table of programs, the first of which is what the others are held against."""
    lines = ['| | processor | wall | peak memory | times the first | runs |', '|---|---|---|---|---|---|']
    first = costs[0].cpu if costs and not costs[0].skipped else 0
    for cost in costs:
        if cost.skipped:
            lines.append(f'| {cost.name} | skipped: {cost.skipped} | | | | |')
        else:
            times = f'{cost.cpu / first:.2f}' if first else ''
            peak = f'{cost.peak:.0f} MB' if cost.peak else ''
            lines.append(f'| {cost.name} | {seconds(cost.cpu)} | {seconds(cost.wall)} | {peak} | {times} | {cost.runs} |')
    return '\n'.join(lines) + '\n'


def named(costs, name):
    return next((cost for cost in costs if cost.name == name and not cost.skipped), None)


def ratio(costs, name, other):
    a, b = named(costs, name), named(costs, other)
    return a.cpu / b.cpu if a and b and b.cpu else None


def exponent(points):
    """How cost grows with size where it is largest: 1 is linear."""
    points = points[-4:]
    xs, ys = ([math.log(point[i]) for point in points] for i in (0, 1))
    return statistics.linear_regression(xs, ys).slope


def goals(measured):
    js, python, c, plain, start = (measured[key] for key in ('js', 'python', 'c', 'plain', 'start'))
    (runs, counts), (real, real_counts) = measured['analysis'], measured['real']
    largest = max((cost.peak for group in (js[:1], python[:1], start[1:2], runs[:1]) for cost in group), default=0)
    clang = named(c, 'proxylint, with libclang')
    return [
        ('a tree without hits: at most 0.75 of ripgrep with the same words', 0.75,
         ratio(plain[1], 'proxylint', 'ripgrep, the same words')),
        ('start: at most half of ripgrep', 0.5, ratio(start, 'proxylint', 'ripgrep')),
        ('start: at most a fiftieth of oxlint', 0.02, ratio(start, 'proxylint', 'oxlint')),
        ('JavaScript and TypeScript: at most half of oxlint', 0.5, ratio(js, 'proxylint', 'oxlint')),
        ('Python: at most ruff', 1, ratio(python, 'proxylint', 'ruff')),
        ('C: at most a tenth of clang-tidy', 0.1, ratio(c, 'proxylint, with libclang', 'clang-tidy bugprone-*')),
        ('a second run from the cache: at most a fifth of the first', 0.2,
         ratio(runs, 'proxylint, second run with a cache', 'proxylint, first run with a cache')),
        ('cost linear in size: exponent at most 1.1', 1.1,
         max(exponent(points) for points in measured['growth'].values())),
        ('peak memory without libclang: at most 24 MB', 24, largest),
        ('peak memory with libclang: at most 110 MB', 110, clang and clang.peak),
        ('analysis: at most 1.2 of parsing alone, in processor time', 1.2, ratio(runs, 'proxylint', 'parsing alone')),
        ('the same, in instructions', 1.2, counts[0] / counts[1] if all(counts) else None),
        ('the same of real code, in processor time', 1.2, ratio(real, 'proxylint', 'parsing alone')),
        ('... in instructions', 1.2, real_counts[0] / real_counts[1] if all(real_counts) else None),
    ]


def goal_rows(measured):
    lines = ['| goal | measured | |', '|---|---|---|']
    for text, limit, value in goals(measured):
        if value is None:
            lines.append(f'| {text} | not measured | |')
        else:
            lines.append(f'| {text} | {value:.3g} | {"reached" if value <= limit else "**not reached**"} |')
    return '\n'.join(lines) + '\n'


def growth_rows(growth):
    lines = ['| KB | ' + ' | '.join(growth) + ' |', '|---' * (len(growth) + 1) + '|']
    for points in zip(*growth.values()):
        lines.append(f'| {points[0][0] / 1024:.0f} | ' +
                     ' | '.join(f'{seconds(cpu)} for {size / 1024:.0f} KB' for size, cpu in points) + ' |')
    lines.append('| exponent | ' + ' | '.join(f'{exponent(points):.2f}' for points in growth.values()) + ' |')
    return '\n'.join(lines) + '\n'


def counted(counts):
    if not all(counts):
        return ''
    return f'In instructions, counted by valgrind: {counts[0] / 1e6:.0f} million, and {counts[1] / 1e6:.0f} million for ' \
        'parsing alone.\n'


def machine():
    model = next((line.split(':')[1].strip() for line in open('/proc/cpuinfo') if line.startswith('model name')),
                 platform.machine())
    return f'{os.cpu_count()} processors ({model}), {platform.freedesktop_os_release().get("PRETTY_NAME", "")}'


def table(measured):
    sizes = {key: f'{count} files, {size / 1e6:.1f} MB' for key, (count, size) in measured['sizes'].items()}
    versions = ', '.join(f'{peer} {version}' for peer, version in measured['versions'].items() if version)
    missing = ', '.join(peer for peer, version in measured['versions'].items() if not version)
    files, plain = measured['plain']
    (runs, counts), (real, real_counts) = measured['analysis'], measured['real']
    load = os.getloadavg()[2]
    return f"""# Results of `make bench`

Written by `tests/bench/run.py` on {datetime.date.today()}: {machine()}; load {load:.1f}.
{versions}{f"; not installed: {missing}" if missing else ""}.

Medians of runs that took turns. Processor time is user and system time of all threads, and what to go by: wall time hangs
on what else the machine does. What others look for is not what proxylint looks for, so this compares what a run costs, and
nothing else.

## Goals

{goal_rows(measured)}
## Start: an empty file

{rows(measured['start'][1:] + measured['start'][:1])}
ESLint is only asked for its version.

## JavaScript and TypeScript: {sizes['js']}

{rows(measured['js'])}
## Python: {sizes['python']}

{rows(measured['python'])}
## No hits: {files} files of both, without those in which one of the words stands

{rows(plain)}
## C: modules of CPython, one process for each file where a program takes one only

{rows(measured['c']) if measured['c'] else 'Skipped: needs the sources of CPython and its internal headers.'}
## Analysis: {sizes['hits']} of the tests, where every file has what it looks for; one thread

{rows(runs)}
{counted(counts)}
## Analysis of real code: what has what it looks for, of the JavaScript, TypeScript and Python above; one thread

{rows(real)}
{counted(real_counts)}
## Growth: one file, whose size doubles

{growth_rows(measured['growth'])}
## Shims

```
{measured['extra'].strip() or 'skipped'}
```
"""


# ---- the chart

WIDTH, ROW, LEFT, BAR = 860, 22, 250, 430
STYLE = """text{font:13px sans-serif;fill:#333}.h{font-weight:bold}.s{fill:#777}rect{fill:#9aa7b5}.us{fill:#2f6fde}
path{fill:none;stroke-width:2}.axis{stroke:#999;stroke-width:1}
@media (prefers-color-scheme:dark){text{fill:#ddd}.s{fill:#999}rect{fill:#5b6774}.us{fill:#6fa0ff}}"""
COLORS = {'JavaScript': '#d08a00', 'Python': '#2f6fde', 'C': '#2c9a5b'}


def bars(title, costs, y):
    """Logarithmic from a millisecond: bars of one length more are ten times the cost."""
    parts = [f'<text class="h" x="0" y="{y}">{escape(title)}</text>']
    shown = sorted((cost for cost in costs if not cost.skipped), key=lambda cost: cost.cpu)
    for cost in shown:
        y += ROW
        length = max(2, BAR * (math.log10(max(cost.cpu, 0.001)) + 3) / 5)
        us = ' class="us"' if cost.name.startswith('proxylint') else ''
        parts.append(f'<text x="{LEFT - 8}" y="{y}" text-anchor="end">{escape(cost.name)}</text>'
                     f'<rect{us} x="{LEFT}" y="{y - 12}" width="{length:.0f}" height="15"/>'
                     f'<text class="s" x="{LEFT + length + 6:.0f}" y="{y}">{seconds(cost.cpu)}</text>')
    return parts, y + 34


def curves(growth, y):
    """Size and cost, both logarithmic: a straight line at 45 degrees is linear growth."""
    height, width = 220, 360
    points = [point for line in growth.values() for point in line]
    low_x, high_x = (pick(math.log(point[0]) for point in points) for pick in (min, max))
    low_y, high_y = (pick(math.log(point[1]) for point in points) for pick in (min, max))

    def place(point):
        return (LEFT + width * (math.log(point[0]) - low_x) / (high_x - low_x),
                y + 16 + height * (high_y - math.log(point[1])) / (high_y - low_y))
    parts = [f'<text class="h" x="0" y="{y}">One file, whose size doubles</text>',
             f'<path class="axis" d="M{LEFT} {y + 16}V{y + 16 + height}H{LEFT + width}"/>',
             f'<text class="s" x="{LEFT - 8}" y="{y + 26}" text-anchor="end">{seconds(math.exp(high_y))}</text>',
             f'<text class="s" x="{LEFT - 8}" y="{y + 16 + height}" text-anchor="end">{seconds(math.exp(low_y))}</text>',
             f'<text class="s" x="{LEFT}" y="{y + 36 + height}">{math.exp(low_x) / 1024:.0f} KB</text>',
             f'<text class="s" x="{LEFT + width}" y="{y + 36 + height}" text-anchor="end">'
             f'{math.exp(high_x) / 1024:.0f} KB</text>']
    for number, (language, line) in enumerate(growth.items()):
        path = 'L'.join(f'{px:.1f} {py:.1f}' for px, py in map(place, line))
        parts.append(f'<path stroke="{COLORS[language]}" d="M{path}"/>'
                     f'<text x="{LEFT + width + 14}" y="{y + 30 + number * ROW}" style="fill:{COLORS[language]}">'
                     f'{language}: exponent {exponent(line):.2f}</text>')
    return parts, y + height + 60


def chart(measured):
    """Processor time of each group, and growth."""
    y, parts = 20, []
    for title, costs in (('Start', measured['start'][1:]), ('JavaScript and TypeScript', measured['js']),
                         ('Python', measured['python']), ('C', measured['c'])):
        more, y = bars(title, costs, y)
        parts += more
    more, y = curves(measured['growth'], y)
    parts += more
    note = f'<text class="s" x="0" y="{y}">Processor time, logarithmic; {datetime.date.today()}</text>'
    return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {y + 12}" role="img" '
            f'aria-label="Processor time of proxylint beside other programs"><style>{STYLE}</style>\n' +
            '\n'.join([*parts, note]) + '\n</svg>\n')
