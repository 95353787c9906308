#!/usr/bin/env python3
"""Measures terminal programs over a pseudo-terminal, as somebody at the other end of a line sees them.

    console_over_pty.py [--size 80x24] [--runs 5] [--open KEYS] [--page KEY] [--during COMMAND] NAME=COMMAND ...

For each program: milliseconds from exec to the first byte and to the first screen (output quiet for 50 ms), bytes of the
first screen, bytes and CPU per second while idle, bytes and milliseconds of a cursor move, resident memory. With `--open`,
keys are typed first (`<enter>`, `<down>` and the like by name) and the time until the screen shows what they opened is
told; with `--page`, what the key that goes a page further costs; with `--during`, a command is run beside it and the bytes
and CPU a second while it works are told. A command is run by the shell in the current folder.
"""

import argparse
import fcntl
import json
import os
import pty
import re
import select
import signal
import statistics
import struct
import subprocess
import termios
import time


NAMED = {
    "enter": "\r", "esc": "\x1b", "tab": "\t", "down": "\x1b[B", "up": "\x1b[A", "pgdn": "\x1b[6~", "end": "\x1b[F",
    "^f": "\x06", "space": " ",
}


def keys_of(text):
    """Keys of a text one by one: names in angle brackets, other characters as they are."""
    for name, character in re.findall(r"<([a-z^]+)>|(.)", text):
        yield NAMED[name] if name else character


class Program:
    """A program on a pseudo-terminal of its own."""

    def __init__(self, command, columns, rows, term="xterm-256color"):
        self.started = time.perf_counter()
        self.pid, self.descriptor = pty.fork()
        if self.pid == 0:
            environment = dict(os.environ, TERM=term, LANG="C.UTF-8", COLUMNS=str(columns), LINES=str(rows))
            environment.pop("NO_COLOR", None)
            os.execvpe("/bin/sh", ["/bin/sh", "-c", "exec " + command], environment)
        fcntl.ioctl(self.descriptor, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def read(self, quiet, longest):
        """Bytes until nothing came for `quiet` seconds, with the times of the first and the last of them."""
        count, first, last = 0, None, None
        begun = time.perf_counter()
        while time.perf_counter() - begun < longest:
            ready, _, _ = select.select([self.descriptor], [], [], quiet)
            if not ready:
                if count or time.perf_counter() - begun >= longest:
                    break
                continue
            try:
                data = os.read(self.descriptor, 1 << 16)
            except OSError:
                break
            if not data:
                break
            last = time.perf_counter()
            first = first or last
            count += len(data)
        return count, first, last

    def send(self, keys):
        os.write(self.descriptor, keys.encode())

    def cpu(self):
        """Seconds of processor time used so far."""
        try:
            with open(f"/proc/{self.pid}/stat") as file:
                fields = file.read().rsplit(")", 1)[1].split()
        except OSError:
            return 0.0
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def memory(self):
        """Resident and private kilobytes."""
        resident = private = 0
        try:
            with open(f"/proc/{self.pid}/smaps_rollup") as file:
                for line in file:
                    words = line.split()
                    if line.startswith("Rss:"):
                        resident = int(words[1])
                    if line.startswith("Private_"):
                        private += int(words[1])
        except OSError:
            pass
        return resident, private

    def close(self, key):
        try:
            self.send(key)
            time.sleep(0.1)
            os.kill(self.pid, signal.SIGTERM)
        except OSError:
            pass
        for _ in range(50):
            if os.waitpid(self.pid, os.WNOHANG)[0]:
                break
            time.sleep(0.02)
        else:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        os.close(self.descriptor)


def typed(program, keys, quiet=0.3, longest=30):
    """Milliseconds to the first and to the last byte of the screen that answers the last of some keys, and its bytes."""
    keys = list(keys_of(keys))
    for key in keys[:-1]:
        program.send(key)
        program.read(quiet=0.15, longest=5)
    sent = time.perf_counter()
    program.send(keys[-1])
    count, first, last = program.read(quiet=quiet, longest=longest)
    return [(moment - sent) * 1000 if moment else None for moment in (first, last)] + [count]


def measure(command, columns, rows, options):
    idle_seconds, move, leave = options.idle, options.move, options.leave
    program = Program(command, columns, rows)
    screen, first, last = program.read(quiet=0.3, longest=10)
    program.read(quiet=0.5, longest=1.5)
    more = {}
    if options.open:
        more["open_first_ms"], more["open_ms"], more["open_bytes"] = typed(program, options.open)
        program.read(quiet=1.0, longest=options.settle)
        more["open_resident_mb"] = program.memory()[0] / 1024
    if options.page:
        pages = [typed(program, options.page, quiet=0.15, longest=5) for _ in range(8)]
        more["page_ms"] = statistics.median([last for _, last, _ in pages if last] or [0])
        more["page_bytes"] = statistics.median([count for _, _, count in pages])
    if options.during:
        beside = subprocess.Popen(options.during, shell=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        used, begun, told, greatest = program.cpu(), time.perf_counter(), 0, 0
        while beside.poll() is None:
            count, _, _ = program.read(quiet=1.0, longest=1.0)
            told += count
            greatest = max(greatest, count)
        spent = time.perf_counter() - begun
        more["during_seconds"] = spent
        more["during_bytes_per_s"] = told / spent
        more["during_cpu_percent"] = (program.cpu() - used) / spent * 100
        program.read(quiet=1.0, longest=3)
    used = program.cpu()
    begun = time.perf_counter()
    idle, _, _ = program.read(quiet=idle_seconds, longest=idle_seconds)
    spent = time.perf_counter() - begun
    idle_cpu = (program.cpu() - used) / spent
    moves, waits = [], []
    for _ in range(8):
        sent = time.perf_counter()
        program.send(move)
        count, began, _ = program.read(quiet=0.15, longest=1)
        moves.append(count)
        if began:
            waits.append((began - sent) * 1000)
    resident, private = program.memory()
    program.close(leave)
    return {
        "first_byte_ms": (first - program.started) * 1000 if first else None,
        "first_screen_ms": (last - program.started) * 1000 if last else None,
        "first_screen_bytes": screen,
        "idle_bytes_per_s": idle / spent,
        "idle_cpu_percent": idle_cpu * 100,
        "move_bytes": statistics.median(moves),
        "move_ms": statistics.median(waits) if waits else None,
        "resident_mb": resident / 1024,
        "private_mb": private / 1024,
        **more,
    }


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("programs", nargs="+", metavar="NAME=COMMAND")
    options.add_argument("--size", default="80x24")
    options.add_argument("--runs", type=int, default=5)
    options.add_argument("--idle", type=float, default=3.0, help="seconds of doing nothing")
    options.add_argument("--move", default="j", help="the key that moves the cursor")
    options.add_argument("--leave", default="q", help="the key that leaves")
    options.add_argument("--open", help="keys typed first; the last one is timed")
    options.add_argument("--settle", type=float, default=3.0, help="seconds given to what goes on in the background")
    options.add_argument("--page", help="the key that goes a page further")
    options.add_argument("--during", help="a command run beside the program")
    options.add_argument("--json", action="store_true")
    options = options.parse_args()
    columns, rows = (int(part) for part in options.size.split("x"))

    table = {}
    for program in options.programs:
        name, command = program.split("=", 1)
        results = [
            measure(command, columns, rows, options) for _ in range(options.runs)
        ]
        table[name] = {
            key: statistics.median([value[key] for value in results if value[key] is not None] or [0])
            for key in results[0]
        }
    if options.json:
        print(json.dumps(table, indent=2))
        return
    keys = list(next(iter(table.values())))
    print(f"{'':20}" + "".join(f"{name:>12}" for name in table))
    for key in keys:
        print(f"{key:20}" + "".join(f"{row[key]:12.1f}" for row in table.values()))


if __name__ == "__main__":
    main()
