"""Runs programs and says what they cost: seconds of processor and wall, and memory at the peak.

Programs that are compared take turns, so that what else the machine does falls on all of them; what is given are medians.
"""
import os
import shutil
import statistics
import subprocess
import time
from dataclasses import dataclass, field

SECONDS = 6  # about so long may the runs of one program take, after the first
MOST = 9


@dataclass
class Cost:
    name: str
    cpu: float = 0       # median, seconds: user and system
    wall: float = 0      # median, seconds
    peak: float = 0      # MB
    runs: int = 0
    skipped: str = ''    # why there are no figures


@dataclass
class Job:
    """One program of a comparison."""
    name: str
    commands: list                       # lists of words, run one after another
    folder: str = '.'
    environment: dict = field(default_factory=dict)
    before: object = None                # called before each run
    warm: int = 1                        # so many runs come first, and do not count
    status: tuple = (0, 1)               # what it may end with
    skipped: str = ''


def run(job):
    """(cpu, wall, peak in MB, trouble)"""
    if job.before:
        job.before()
    environment = {**os.environ, 'CCACHE_DISABLE': '1', 'LC_ALL': 'C.UTF-8', **job.environment}
    cpu, largest, start, trouble = 0, 0, time.perf_counter(), ''
    for command in job.commands:
        process = subprocess.Popen(command, cwd=job.folder, env=environment, stdin=subprocess.DEVNULL,
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        cpu += usage.ru_utime + usage.ru_stime
        largest = max(largest, usage.ru_maxrss / 1024)
        if process.returncode not in job.status:
            trouble = f'ends with status {process.returncode}'
    return cpu, time.perf_counter() - start, largest, trouble


def peak(job, seen):
    """MB. `seen` counts this process, too, from which the program was started: GNU time is a smaller one to start from."""
    if seen > 60 or job.before or not shutil.which('time'):
        return seen if seen > 60 else 0
    largest = 0
    for command in job.commands:
        done = subprocess.run(['time', '-f', '%M', *command], cwd=job.folder, env={**os.environ, **job.environment},
                              stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
                              errors='replace')
        largest = max(largest, int(done.stderr.split()[-1]))
    return largest / 1024


def compare(jobs, most=MOST):
    """Gives a Cost for each Job. What runs first warms caches and says how many more runs there may be."""
    costs, figures, wanted = [Cost(job.name, skipped=job.skipped) for job in jobs], [[] for _ in jobs], [0] * len(jobs)
    for i, job in enumerate(jobs):
        if costs[i].skipped:
            continue
        for _ in range(job.warm):
            cpu, wall, costs[i].peak, costs[i].skipped = run(job)
        figures[i].append((cpu, wall))
        wanted[i] = 0 if costs[i].skipped else min(most, int(SECONDS / max(wall, 0.001)))
    for turn in range(most):
        for i, job in enumerate(jobs):
            if turn < wanted[i]:
                figures[i].append(run(job)[:2])
    for cost, job, found in zip(costs, jobs, figures):
        if not cost.skipped:
            found = found[1:] or found
            cost.cpu = statistics.median(cpu for cpu, _ in found)
            cost.wall = statistics.median(wall for _, wall in found)
            cost.runs = len(found)
            cost.peak = peak(job, cost.peak)
    return costs


def instructions(command, folder='.', environment=None):
    """How many instructions it takes, which no other load changes; None without valgrind."""
    if not shutil.which('valgrind'):
        return None
    done = subprocess.run(['valgrind', '--tool=callgrind', '--callgrind-out-file=/dev/null', *command], cwd=folder,
                          env={**os.environ, **(environment or {})}, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                          stderr=subprocess.PIPE, text=True, errors='replace')
    found = [line for line in done.stderr.splitlines() if 'Collected' in line]
    return int(found[-1].split()[-1]) if found else None
