#!/usr/bin/env python3
"""Measures snapshots and histories against `dbt snapshot` on dbt-duckdb: one project, the same files, by turns.

    Benchmarks/snapshots_dbt.py [--binary PATH] [--dbt PATH] [--keys 100000] [--days 5] [--big 1000000]

First: KEYS keys x DAYS daily deliveries (2 % changed, 0.5 % deleted, 0.5 % new a day), hard_deletes: invalidate. Then BIG
keys of which 0.1 % change: the snapshot again, and the same changes as a feed into `materialized: scd2`, beside a history of
a tenth of the keys: what that takes should not depend on the size of the table. Times are whole commands, from the shell.
At the end both snapshots are compared: rows and open rows must be the same in number.
"""
import argparse
import os
import random
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time

HOME = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PROJECT = {
    "dbt_project.yml": "name: people\nprofile: people\nversion: '1.0'\nflags: {send_anonymous_usage_stats: false}\n",
    "models/sources.yml": """
sources:
  - name: raw
    schema: raw
    tables:
      - name: people
        config: {meta: {external_location: "read_csv('DATA/people.csv', header = true)"}}
        meta: {external_location: "read_csv('DATA/people.csv', header = true)"}
""",
    "snapshots/people_history.sql": """
{% snapshot people_history %}
{{ config(strategy='timestamp', unique_key='id', updated_at='updated_at', hard_deletes='invalidate') }}
select id, name, plan, seats, country, updated_at from {{ source('raw', 'people') }}
{% endsnapshot %}
""",
}
FEED = """
{{ config(materialized='scd2', unique_key='id', sequence_by='updated_at') }}
select id, name, plan, seats, country, updated_at from {{ source('raw', 'people') }}
"""


def write(root, files):
    for name, text in files.items():
        path = os.path.join(root, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w") as file:
            file.write(text.replace("DATA", os.path.join(root, "data")))


class People:
    def __init__(self, count):
        self.random = random.Random(count)
        self.rows = {i: self.row(i, 0) for i in range(count)}
        self.next = count

    def row(self, i, day):
        r = self.random
        return (i, f"name {i}", r.choice(["free", "team", "pro"]), r.randrange(1, 500), r.choice(["DE", "FR", "US", "JP"]),
                f"2024-01-{day + 1:02d} {r.randrange(24):02d}:{r.randrange(60):02d}:00")

    def age(self, day, changed, deleted, new):
        keys = list(self.rows)
        self.random.shuffle(keys)
        touched = keys[: int(len(keys) * changed)]
        for key in touched:
            self.rows[key] = self.row(key, day)
        for key in keys[len(keys) - int(len(keys) * deleted):]:
            del self.rows[key]
        for _ in range(int(len(keys) * new)):
            self.rows[self.next] = self.row(self.next, day)
            self.next += 1
        return touched

    def deliver(self, root, keys=None):
        os.makedirs(os.path.join(root, "data"), exist_ok=True)
        path = os.path.join(root, "data", "people.csv")
        with open(path + ".new", "w") as file:
            file.write("id,name,plan,seats,country,updated_at\n")
            for key in self.rows if keys is None else keys:
                file.write(",".join(map(str, self.rows[key])) + "\n")
        os.replace(path + ".new", path)


def timed(command, root, **environment):
    begun = time.perf_counter()
    done = subprocess.run(command, cwd=root, env={**os.environ, **environment}, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{' '.join(command)} ended with {done.returncode}\n{done.stdout}\n{done.stderr}")
    return time.perf_counter() - begun


def projects(arguments, name):
    root = tempfile.mkdtemp(prefix=f"sluice-{name}-")
    write(root, PROJECT)
    with open(os.path.join(root, "profiles.yml"), "w") as file:
        file.write(f"people:\n  target: dev\n  outputs:\n    dev: {{type: duckdb, path: '{root}/people.duckdb', schema: main, threads: 2}}\n")
    return root


def snapshot(arguments, root):
    peer = timed([arguments.dbt, "snapshot", "--quiet", "--profiles-dir", root], root)
    ours = timed([arguments.binary, "snapshot", "--quiet", "--profiles-dir", root], root)
    return ours, peer


def compare(arguments, root):
    query = 'select count(*), sum(dbt_valid_to is null), sum(seats) from "{}"'
    # dbt's own Python has the duckdb that made the file.
    python = os.path.join(os.path.dirname(os.path.realpath(shutil.which(arguments.dbt) or arguments.dbt)), "python")
    code = (f"import duckdb; print(*duckdb.connect({root + '/people.duckdb'!r}, read_only=True).execute("
            "'select count(*), sum((dbt_valid_to is null)::int), sum(seats) from main.people_history').fetchone())")
    peer = subprocess.run([python if os.path.exists(python) else sys.executable, "-c", code],
                          capture_output=True, text=True, check=True).stdout.split()
    ours = sqlite3.connect(f"{root}/warehouse/people.db").execute(query.format("main.people_history")).fetchone()
    assert tuple(map(int, peer)) == tuple(map(int, ours)), (peer, ours)
    return ours[0]


def daily(arguments):
    root, people, ratios = projects(arguments, "daily"), People(arguments.keys), []
    for day in range(arguments.days):
        if day:
            people.age(day, 0.02, 0.005, 0.005)
        people.deliver(root)
        ours, peer = snapshot(arguments, root)
        ratios.append(ours / peer)
        print(f"day {day + 1}: sluice {ours:.2f} s, dbt {peer:.2f} s, ratio {ours / peer:.3f}", flush=True)
    print(f"{arguments.keys} keys x {arguments.days} days: {compare(arguments, root)} versions, median ratio {statistics.median(ratios):.3f}")
    shutil.rmtree(root)


def big(arguments):
    root, people = projects(arguments, "big"), People(arguments.big)
    people.deliver(root)
    print("first: sluice %.2f s, dbt %.2f s" % snapshot(arguments, root), flush=True)
    people.age(1, 0.001, 0, 0)
    people.deliver(root)
    ours, peer = snapshot(arguments, root)
    print(f"{arguments.big} keys, 0.1 % changed, the whole source read: sluice {ours:.2f} s, dbt {peer:.2f} s, ratio {ours / peer:.3f}")
    print(f"{compare(arguments, root)} versions in both", flush=True)
    for count in [arguments.big // 10, arguments.big]:
        home, few = projects(arguments, "feed"), People(count)
        shutil.rmtree(f"{home}/snapshots")
        write(home, {"models/people_history.sql": FEED})
        few.deliver(home)
        first = timed([arguments.binary, "run", "--quiet", "--profiles-dir", home], home)
        times = []
        for day in range(1, 4):
            few.deliver(home, few.age(day, arguments.big // 1000 / count, 0, 0))
            times.append(timed([arguments.binary, "run", "--quiet", "--profiles-dir", home], home))
        ours = statistics.median(times)
        print(f"scd2, {arguments.big // 1000} changes into {count} keys: sluice {ours:.3f} s (first load {first:.2f} s), "
              f"ratio to dbt's snapshot {ours / peer:.3f}", flush=True)
        shutil.rmtree(home)
    shutil.rmtree(root)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--binary", default=os.path.join(HOME, ".build", "release", "sluice"))
    parser.add_argument("--dbt", default="dbt")
    parser.add_argument("--keys", type=int, default=100_000)
    parser.add_argument("--days", type=int, default=5)
    parser.add_argument("--big", type=int, default=1_000_000)
    parser.add_argument("--only", choices=["daily", "big"])
    arguments = parser.parse_args()
    if arguments.only != "big":
        daily(arguments)
    if arguments.only != "daily":
        big(arguments)


if __name__ == "__main__":
    main()
