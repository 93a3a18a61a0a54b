"""What the packers ask about a program: its version, the machine and the C library it is for."""
import os
import re
import subprocess
import sys
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent.parent
SUMMARY = 'Finds objects that are lost, or used after they are gone, where Python meets another language'
VERSION = re.search(r'PROXYLINT_VERSION "(.*)"', (TOP / 'src/base/version.h').read_text())[1]
LICENSE = (TOP / 'LICENSE').read_text()
MACHINES = {62: 'x86_64', 183: 'aarch64'}  # e_machine of ELF


class Program:
    def __init__(self, path):
        self.path = Path(path)
        self.data = self.path.read_bytes()
        machine = int.from_bytes(self.data[18:20], 'little')
        if self.data[:4] != b'\x7fELF' or machine not in MACHINES:
            sys.exit(f'{path}: no Linux program for {" or ".join(MACHINES.values())}')
        self.machine = MACHINES[machine]
        self.musl = b'/lib/ld-musl-' in self.data
        wanted = subprocess.run(['readelf', '-V', path], capture_output=True, check=True).stdout
        versions = [tuple(map(int, found)) for found in re.findall(rb'GLIBC_(\d+)\.(\d+)', wanted)]
        self.glibc = max(versions, default=(2, 17))


def built_at():
    """Seconds since 1970 that stand for the time of building: those of the commit, so that it can be repeated."""
    if 'SOURCE_DATE_EPOCH' in os.environ:
        return int(os.environ['SOURCE_DATE_EPOCH'])
    git = subprocess.run(['git', '-C', TOP, 'log', '-1', '--format=%ct'], capture_output=True, text=True)
    return int(git.stdout or 315532800)
