#!/usr/bin/env python3
"""Does to a running pipeline what the world does, and looks what is left.

    faults.py --binary .build/debug/sluice [--kills 1000] [--runs 10000] [--only kill,full,…] [--output Benchmarks/faults.md]

A small project (a seed, a table, a slowly changing table, an incremental one, a view, tests) is built again and again,
from one state of its input to the other by turns, and disturbed on the way. After a kill three things must hold: every
published table is wholly the old or wholly the new one; the run is told as crashed within five seconds; and a retry ends
with what an undisturbed build gives. The other faults are held to less, each to what its function here asks. What the
slowly changing table holds depends on the way and is left out: kills.py holds histories against a model.
Needs Linux; some faults need root (a small file system is mounted).
"""

import argparse
import hashlib
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time

MODELS = {
    "dbt_project.yml": "name: faults\nversion: '1.0'\nprofile: none\nmodels: {+materialized: table}\nvars: {turn: 0}\n",
    "data/feed.csv": "",
    "models/sources.yml": """
sources:
  - name: raw
    tables:
      - name: feed
        meta: {external_location: data/feed.csv}
        columns: [{name: id, data_type: bigint}, {name: grp, data_type: bigint}, {name: v, data_type: bigint}, {name: at, data_type: timestamp}]
""",
    "models/feed.sql": "select id, grp, v, at from {{ source('raw', 'feed') }}",
    "models/totals.sql": "select grp, sum(v) as total, count(*) as n from {{ ref('feed') }} group by grp",
    "models/history.sql": "{{ config(materialized='scd2', unique_key='id', sequence_by='at') }} select id, v, at from {{ ref('feed') }}",
    "models/added.sql": "{{ config(materialized='incremental', unique_key='id', incremental_strategy='merge') }} select id, v from {{ ref('feed') }}",
    "models/shown.sql": "{{ config(materialized='view') }} select * from {{ ref('totals') }} where n > 0",
    "models/last.sql": "select t.grp, t.total, count(a.id) as ids from {{ ref('totals') }} t left join {{ ref('feed') }} f on f.grp = t.grp left join {{ ref('added') }} a on a.id = f.id group by t.grp, t.total",
    "models/tests.yml": """
models:
  - {name: feed, columns: [{name: id, data_tests: [unique, not_null]}]}
  - {name: totals, columns: [{name: grp, data_tests: [unique, not_null]}]}
  - {name: last, columns: [{name: grp, data_tests: [not_null]}]}
""",
}
TABLES = ["feed", "totals", "history", "added", "last"]


def feed(turn, rows):
    lines = ["id,grp,v,at"]
    for i in range(rows):
        lines.append(f"{i},{i % 97},{(i * 31 + turn * 7) % 1000},2024-01-{1 + turn % 28:02d} 00:00:00")
    return "\n".join(lines) + "\n"


class Project:
    def __init__(self, binary, root, rows=3000, extra=None):
        self.binary, self.root, self.rows = os.path.abspath(binary), root, rows
        for name, text in {**MODELS, **(extra or {})}.items():
            path = os.path.join(root, name)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "w") as f:
                f.write(text)
        self.turn(0)

    def turn(self, turn):
        path = os.path.join(self.root, "data/feed.csv")
        with open(path + ".new", "w") as f:
            f.write(feed(turn, self.rows))
        os.replace(path + ".new", path)

    def run(self, *words, env=None, timeout=120):
        try:
            done = subprocess.run(
                [self.binary, *words], cwd=self.root, capture_output=True, text=True, timeout=timeout,
                env={**os.environ, **(env or {})})
        except subprocess.TimeoutExpired:
            return -1, "", f"{' '.join(words)} did not come back in {timeout} s"
        return done.returncode, done.stdout, done.stderr

    def state(self, sql, *values):
        try:
            with sqlite3.connect(f"file:{self.root}/.sluice/state.db?mode=ro", uri=True, timeout=5) as db:
                return db.execute(sql, values).fetchall()
        except sqlite3.Error:
            return []

    def contents(self):
        """A digest of every table as any client sees it; times of the engine's own left out."""
        path = next((os.path.join(self.root, "warehouse", n) for n in os.listdir(os.path.join(self.root, "warehouse"))
                     if n.endswith(".db")), None) if os.path.isdir(os.path.join(self.root, "warehouse")) else None
        found = {}
        if path is None:
            return found
        db = sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=10)
        names = {n.split(".")[-1]: n for (n,) in db.execute(
            "select name from sqlite_schema where type in ('table','view') and name not like '~%'")}
        for table in TABLES:
            if table not in names:
                found[table] = None
                continue
            columns = [r[1] for r in db.execute(f'pragma table_info("{names[table]}")')]
            rows = sorted(repr(r) for r in db.execute(
                "select " + ", ".join(f'"{c}"' for c in columns) + f' from "{names[table]}"'))
            found[table] = hashlib.sha256("\n".join(rows).encode()).hexdigest()[:16]
        check = db.execute("pragma quick_check").fetchone()[0]
        found["quick_check"] = check
        db.close()
        return found


class Result:
    def __init__(self, name, what):
        self.name, self.what, self.tried, self.lost, self.notes = name, what, 0, 0, []

    def fail(self, words):
        words = " ".join(words.split())[:300]
        self.lost += 1
        self.notes.append(words)
        print(f"  ✘ {self.name}: {words}", file=sys.stderr)


def start(project, *words):
    """Starts a build of its own and gives its run and process."""
    code, out, err = project.run("build", "--detach", *words)
    if code != 0 or not out.strip().isdigit():
        return None, None, err
    run = int(out.strip())
    for _ in range(2000):
        rows = project.state("select pid, state from runs where id=?", run)
        if rows and (rows[0][0] or rows[0][1] not in ("queued", "running")):
            return run, rows[0][0], ""
        time.sleep(0.001)
    return run, None, "no process"


def settle(project, run):
    """How a run ended, as told within five seconds."""
    until = time.time() + 5
    while time.time() < until:
        project.run("runs", "--limit", "1")
        rows = project.state("select state from runs where id=?", run)
        if rows and rows[0][0] not in ("queued", "running"):
            return rows[0][0]
        time.sleep(0.02)
    return "unsettled"


def history_free(contents):
    # A history keeps what it has seen: it depends on the way, not on the last input alone.
    return {k: v for k, v in contents.items() if k != "history"}


def kill(args, folder):
    result = Result("kill -9", "the run's process, at a random instant of a build")
    project = Project(args.binary, folder, rows=args.rows)
    expected = {}
    for turn in (0, 1):
        project.turn(turn)
        code, _, err = project.run("build", "--force")
        if code != 0:
            result.fail(f"the first build fails: {err[-300:]}")
            return result
        expected[turn] = history_free(project.contents())
    # How long the process of a run lives, from being entered to its end.
    seconds = max(b - a for (a, b) in project.state("select created_at, finished_at from runs")) / 1e6
    phases, old = {}, 1
    for number in range(args.kills):
        if time.time() > args.until:
            result.notes.append("ended by the clock")
            break
        turn = 1 - old
        project.turn(turn)
        run, process, err = start(project, "--force")
        if run is None:
            result.fail(f"round {number}: no run is started: {err[-200:]}")
            continue
        time.sleep(random.uniform(0, 0.85 * seconds))
        states = [s for (s,) in project.state("select state from steps where run=?", run)]
        phase = next((s for s in ("publishing", "running_output", "running_process", "running_input") if s in states),
                     "between steps" if any(s not in ("queued", "waiting") for s in states) else "before the first step")
        try:
            if process:
                os.kill(process, signal.SIGKILL)
        except ProcessLookupError:
            pass
        state = settle(project, run)
        result.tried += 1
        phases[phase if state == "crashed" else "after the end"] = phases.get(phase if state == "crashed" else "after the end", 0) + 1
        if state == "unsettled":
            result.fail(f"round {number}: run {run} is not told as crashed within 5 s")
        between = history_free(project.contents())
        for table, rows in between.items():
            if rows not in (expected[0].get(table), expected[1].get(table)):
                result.fail(f"round {number}: {table} is neither old nor new after a kill in {phase}")
        if state == "crashed":
            code, _, err = project.run("retry", "--run", str(run))
            if code != 0:
                result.fail(f"round {number}: retry ends with {code}: {err[-300:]}")
        after = history_free(project.contents())
        if after != expected[turn]:
            result.fail(f"round {number}: not as a clean run leaves it: "
                        + ", ".join(t for t in after if after[t] != expected[turn].get(t)))
            project.run("build", "--full-refresh", "--force")
        old = turn
        if number % 100 == 99:
            print(f"  {number + 1} kills, {result.lost} lost, {phases}", file=sys.stderr, flush=True)
    result.notes.append(", ".join(f"{v} in {k}" for k, v in sorted(phases.items(), key=lambda p: -p[1])))
    left = os.listdir(os.path.join(folder, ".sluice/scratch"))
    result.notes.append(f"{len(left)} scratch files left of {result.tried} dead runs")
    return result


def full(args, folder):
    result = Result("full disk", "a file system of a few megabytes, filled up while a build runs")
    # What an undisturbed build makes of either input.
    calm, expected = Project(args.binary, os.path.join(folder, "calm"), rows=4000), {}
    for turn in (0, 1):
        calm.turn(turn)
        calm.run("build", "--force")
        expected[turn] = history_free(calm.contents())
    for megabytes in (3, 4, 5, 6, 8, 10, 12, 16):
        place = os.path.join(folder, f"m{megabytes}")
        os.makedirs(place)
        if subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", place]).returncode != 0:
            result.notes.append("no file system could be mounted (root is needed)")
            return result
        try:
            project = Project(args.binary, os.path.join(place, "p"), rows=4000)
            filler = os.path.join(place, "filler")
            first = None
            code, _, err = project.run("build")
            result.tried += 1
            if code == 0:
                first = history_free(project.contents())
            elif "full" not in err.lower() and "space" not in err.lower():
                result.fail(f"{megabytes} MB: the error does not name the full disk: {err[-300:]}")
            # Fill it up but for a little, and build the other input over what is there.
            for left in (3000, 1500, 700, 300, 100, 20, 0):
                try:
                    project.turn(0)
                except OSError:
                    pass
                free = os.statvfs(place).f_bavail * os.statvfs(place).f_bsize - left * 1024
                if free > 0:
                    with open(filler, "wb") as f:
                        f.write(b"x" * free)
                try:
                    project.turn(1)
                except OSError:
                    pass
                code, _, err = project.run("build", "--force")
                result.tried += 1
                if code not in (0, 1, 2):
                    result.fail(f"{megabytes} MB, {left} KB left: exit {code}: {err[-200:]}")
                if code != 0 and not any(w in err.lower() for w in ("full", "space", "disk")):
                    result.fail(f"{megabytes} MB, {left} KB left: the error does not name the full disk: {err[-300:]}")
                if first is not None:
                    for table, rows in history_free(project.contents()).items():
                        if rows not in (expected[0].get(table), expected[1].get(table)):
                            result.fail(f"{megabytes} MB, {left} KB left: {table} is neither old nor new")
                if os.path.exists(filler):
                    os.remove(filler)
            try:
                project.turn(1)
            except OSError:
                continue
            code, _, err = project.run("build", "--force")
            if megabytes >= 12 and code != 0:
                result.fail(f"{megabytes} MB: with room again it does not build: {err[-300:]}")
        finally:
            subprocess.run(["umount", "-l", place])
    return result


def readonly(args, folder):
    result = Result("read-only file system", "the project's file system is made read-only between two builds")
    place = os.path.join(folder, "ro")
    os.makedirs(place)
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", place]).returncode != 0:
        result.notes.append("no file system could be mounted (root is needed)")
        return result
    try:
        project = Project(args.binary, os.path.join(place, "p"))
        project.run("build")
        before = project.contents()
        subprocess.run(["mount", "-o", "remount,ro", place], check=True)
        for words in (["build", "--force"], ["retry"], ["runs"], ["gates"], ["show", "-s", "totals"], ["plan"]):
            code, out, err = project.run(*words)
            result.tried += 1
            writes = words[0] in ("build", "retry")
            if writes and code == 0:
                result.fail(f"{' '.join(words)} says it worked on a read-only file system")
            if not writes and code != 0:
                result.fail(f"{' '.join(words)} cannot look at a read-only file system: {err[-300:]}")
            if writes and not any(w in err.lower() for w in ("read-only", "readonly", "permission", "cannot be")):
                result.fail(f"{' '.join(words)}: the error does not tell why: {err[-300:]}")
        subprocess.run(["mount", "-o", "remount,rw", place], check=True)
        if project.contents() != before:
            result.fail("the tables are not what they were")
        if project.run("build", "--force")[0] != 0:
            result.fail("writable again, it does not build")
    finally:
        subprocess.run(["umount", "-l", place])
    return result


def vanished(args, folder):
    result = Result("vanished input", "the source's file is gone before a build, and while one runs")
    project = Project(args.binary, folder, rows=20000)
    project.run("build")
    before = history_free(project.contents())
    path = os.path.join(folder, "data/feed.csv")
    for pause in [None] + [random.uniform(0, 0.4) for _ in range(20)]:
        project.turn(1)
        if pause is None:
            os.remove(path)
            run, _, _ = start(project, "--force")
        else:
            run, _, _ = start(project, "--force")
            time.sleep(pause)
            os.remove(path)
        for _ in range(1000):
            rows = project.state("select state from runs where id=?", run)
            if rows and rows[0][0] not in ("queued", "running"):
                break
            time.sleep(0.02)
        state = rows[0][0]
        result.tried += 1
        told = [r for (r,) in project.state("select coalesce(reason,'') from steps where run=? and state not in ('success','reused')", run)]
        if state != "success" and not any("feed.csv" in r for r in told):
            result.fail(f"nothing tells of the missing file: {told}")
        if pause is None and state != "failed":
            result.fail(f"a run without its input ends as {state}")
    project.turn(0)
    if project.run("build", "--force")[0] != 0 or history_free(project.contents()) != before:
        result.fail("with the file there again it does not come out the same")
    return result


def corrupt(args, folder):
    result = Result("corrupt files", "state.db, failures.db, the warehouse, a properties file: bytes overwritten, cut, emptied")
    for target in ("state", "failures", "warehouse", "yaml"):
        for how in ("noise", "cut", "emptied", "other"):
            place = os.path.join(folder, f"{target}-{how}")
            project = Project(args.binary, place)
            project.run("build")
            before = history_free(project.contents())
            path = {
                "state": ".sluice/state.db", "failures": ".sluice/failures.db", "yaml": "models/sources.yml",
                "warehouse": "warehouse/" + next(n for n in os.listdir(os.path.join(place, "warehouse")) if n.endswith(".db")),
            }[target]
            path = os.path.join(place, path)
            for ending in ("-wal", "-shm"):
                if os.path.exists(path + ending):
                    os.remove(path + ending)
            size = os.path.getsize(path)
            with open(path, "r+b") as f:
                if how == "noise":
                    for _ in range(40):
                        f.seek(random.randrange(0, max(1, size)))
                        f.write(os.urandom(64))
                elif how == "cut":
                    f.truncate(size // 2)
                elif how == "emptied":
                    f.truncate(0)
                else:
                    f.seek(0)
                    f.write(b"this is no such file\n" * 20)
            result.tried += 1
            code, _, err = project.run("build", "--force")
            if code not in (0, 1, 2):
                result.fail(f"{target} {how}: exit {code}: {err[-300:]}")
            if code != 0 and len(err.strip()) < 20:
                result.fail(f"{target} {how}: nothing is said: {err!r}")
            if target in ("state", "failures") and code != 0:
                result.fail(f"{target} {how}: a damaged {target} store stops the build: {err[-300:]}")
            if target != "warehouse" and history_free(project.contents()) != before:
                result.fail(f"{target} {how}: the tables are not what they were")
            if target == "state" and how in ("noise", "cut", "other"):
                if not any(".damaged-" in n for n in os.listdir(os.path.join(place, ".sluice"))):
                    result.notes.append(f"state {how}: read as sound")
            if target == "warehouse" and code == 0 and how in ("cut", "other"):
                result.notes.append(f"warehouse {how}: built anew")
    return result


CLOCK = r"""
#define _GNU_SOURCE
#include <time.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>
int clock_gettime(clockid_t id, struct timespec *t) {
  int r = syscall(SYS_clock_gettime, id, t);
  if (id == CLOCK_REALTIME) { const char *s = getenv("CLOCK_SHIFT"); if (s) t->tv_sec += atol(s); }
  return r;
}
"""


def clock(args, folder):
    result = Result("clock set back", "each run's clock goes an hour, a day or ten years back or forth")
    project = Project(args.binary, folder)
    library = os.path.join(folder, "clock.so")
    with open(library + ".c", "w") as f:
        f.write(CLOCK)
    if subprocess.run(["gcc", "-shared", "-fPIC", "-o", library, library + ".c"]).returncode != 0:
        result.notes.append("no C compiler")
        return result
    project.turn(0)
    project.run("build", "--force")
    expected = {0: history_free(project.contents())}
    project.turn(1)
    project.run("build", "--force")
    expected[1] = history_free(project.contents())
    for number, shift in enumerate((-3600, -86400, 3600, -315360000, 315360000, -3600, -60, 60, -1)):
        turn = number % 2
        project.turn(turn)
        code, _, err = project.run("build", env={"LD_PRELOAD": library, "CLOCK_SHIFT": str(shift)})
        result.tried += 1
        if code != 0:
            result.fail(f"{shift} s: exit {code}: {err[-300:]}")
        if history_free(project.contents()) != expected[turn]:
            result.fail(f"{shift} s: another result")
    project.turn(0)
    code, _, err = project.run("build")
    if code != 0 or history_free(project.contents()) != expected[0]:
        result.fail("with the right time again it does not come out the same")
    runs = [i for (i,) in project.state("select id from runs order by id")]
    if runs != list(range(1, len(runs) + 1)):
        result.fail("runs are not numbered one after the other")
    return result


def two(args, folder):
    result = Result("two at once", "several builds started together on one target")
    project = Project(args.binary, folder)
    project.run("build")
    expected = history_free(project.contents())
    for _ in range(10):
        processes = [subprocess.Popen([project.binary, "build", "--force"], cwd=folder,
                                      stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) for _ in range(4)]
        for process in processes:
            _, err = process.communicate(timeout=300)
            result.tried += 1
            if process.returncode != 0:
                result.fail(f"one of four ends with {process.returncode}: {err[-300:]}")
    overlaps = project.state(
        "select count(*) from runs a join runs b on a.id < b.id and a.started_at < b.finished_at and b.started_at < a.finished_at")
    # A run starts when its turn has come: no two are at work at once.
    if overlaps and overlaps[0][0] > 0:
        result.fail(f"{overlaps[0][0]} pairs of runs were at work at once")
    if history_free(project.contents()) != expected:
        result.fail("another result than one build alone")
    return result


def many(args, folder):
    result = Result("many runs", f"{args.runs} small runs in a row")
    project = Project(args.binary, folder, rows=50)
    project.run("build")
    size = lambda: sum(os.path.getsize(os.path.join(folder, ".sluice", n)) for n in os.listdir(os.path.join(folder, ".sluice"))
                       if os.path.isfile(os.path.join(folder, ".sluice", n)))
    house = lambda: sum(os.path.getsize(os.path.join(folder, "warehouse", n)) for n in os.listdir(os.path.join(folder, "warehouse")))
    logs = lambda: len(os.listdir(os.path.join(folder, ".sluice/logs")))
    marks, block = [], max(1, args.runs // 10)
    for part in range(10):
        begun = time.time()
        for number in range(block):
            if time.time() > args.until:
                break
            if number % 10 == 0:
                project.turn((part * block + number) // 10 % 2)
            code, _, err = project.run("build", "--quiet")
            result.tried += 1
            if code != 0:
                result.fail(f"run {part * block + number}: exit {code}: {err[-200:]}")
        if time.time() > args.until:
            result.notes.append('ended by the clock')
            break
        marks.append((time.time() - begun) / block * 1000)
        print(f"  {(part + 1) * block} runs: {marks[-1]:.0f} ms a run, state {size() / 1e6:.1f} MB, "
              f"warehouse {house() / 1e6:.1f} MB, {logs()} logs", file=sys.stderr, flush=True)
    if marks:
        result.notes.append(f"{marks[0]:.0f} ms a run in the first tenth, {marks[-1]:.0f} ms in the last")
    result.notes.append(f"state {size() / 1e6:.1f} MB, warehouse {house() / 1e6:.1f} MB, {logs()} logs in the end")
    return result


def hangup(args, folder):
    result = Result("hang-up", "the terminal is closed (tmux kill-pane) while a build runs in it")
    project = Project(args.binary, folder, rows=60000)
    for number in range(5):
        project.turn(number % 2)
        name = f"sluice-faults-{os.getpid()}"
        subprocess.run(["tmux", "new-session", "-d", "-s", name, "-c", folder, f"{project.binary} build --force"])
        before = project.state("select max(id) from runs")
        for _ in range(300):
            rows = project.state("select id from runs where state='running' order by id desc limit 1")
            if rows:
                break
            time.sleep(0.01)
        subprocess.run(["tmux", "kill-session", "-t", name])
        result.tried += 1
        if not rows:
            result.fail(f"no run was seen: {before}")
            continue
        run = rows[0][0]
        for _ in range(3000):
            rows = project.state("select state from runs where id=?", run)
            if rows and rows[0][0] not in ("queued", "running"):
                break
            time.sleep(0.02)
        if rows[0][0] != "success":
            result.fail(f"run {run} ended as {rows[0][0]}")
    return result


FAULTS = {"kill": kill, "full": full, "readonly": readonly, "vanished": vanished, "corrupt": corrupt, "clock": clock,
          "two": two, "hangup": hangup, "many": many}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--binary", required=True)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--runs", type=int, default=200)
    parser.add_argument("--rows", type=int, default=3000)
    parser.add_argument("--only", default=",".join(FAULTS))
    parser.add_argument("--minutes", type=float, default=1e6, help="end the kills and the many runs after so long")
    parser.add_argument("--keep", action="store_true", help="leave the folders")
    args = parser.parse_args()
    args.until = time.time() + args.minutes * 60
    print("| fault | what is done | times | lost | notes |\n|---|---|---:|---:|---|")
    bad = 0
    for name in args.only.split(","):
        folder = tempfile.mkdtemp(prefix=f"sluice-fault-{name}-")
        begun = time.time()
        print(f"{name} …", file=sys.stderr, flush=True)
        try:
            result = FAULTS[name](args, folder)
        finally:
            if not args.keep:
                shutil.rmtree(folder, ignore_errors=True)
        bad += result.lost
        notes = "; ".join(result.notes[-6:])
        print(f"| {result.name} | {result.what} | {result.tried} | {result.lost} | {notes} ({time.time() - begun:.0f} s) |", flush=True)
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
