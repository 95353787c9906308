#!/usr/bin/env python3
"""What the engine costs a node: 1 000 trivial models in layers, built once, once more with --force, and once unchanged.

    overhead.py --binary .build/release/sluice [--models 1000] [--threads 4] [--repeat 3]

Prints milliseconds a node. The work of a trivial model (`select 1`, a table of one row published) is in it. Then how many
events a second the run store takes.
"""

import argparse
import os
import shutil
import sqlite3
import subprocess
import tempfile
import time


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--binary", required=True)
    parser.add_argument("--models", type=int, default=1000)
    parser.add_argument("--threads", type=int, default=4)
    parser.add_argument("--repeat", type=int, default=3)
    args = parser.parse_args()
    root = tempfile.mkdtemp(prefix="sluice-overhead-")
    os.makedirs(os.path.join(root, "models"))
    with open(os.path.join(root, "dbt_project.yml"), "w") as f:
        f.write("name: overhead\nversion: '1.0'\nprofile: none\nmodels: {+materialized: table}\n")
    for i in range(args.models):
        text = "select 1 as id" if i < 50 else f"select id from {{{{ ref('m{i - 50}') }}}}"
        with open(os.path.join(root, f"models/m{i}.sql"), "w") as f:
            f.write(text)

    def build(*words):
        begun = time.perf_counter()
        done = subprocess.run([args.binary, "build", "--quiet", "--threads", str(args.threads), *words], cwd=root,
                              capture_output=True, text=True)
        seconds = time.perf_counter() - begun
        assert done.returncode == 0, done.stderr[-2000:]
        return seconds

    def inside():
        with sqlite3.connect(f"file:{root}/.sluice/state.db?mode=ro", uri=True) as db:
            (a, b) = db.execute("select min(started_at), max(finished_at) from steps where run=(select max(id) from runs)").fetchone()
            (n,) = db.execute("select count(*) from events where run=(select max(id) from runs)").fetchone()
            return ((b - a) / 1e6 if a else 0.0), n

    print("| build | wall, s | first step to last, s | ms a node | events |\n|---|---:|---:|---:|---:|")
    for name, words in [("first", [])] + [("forced", ["--force"])] * args.repeat + [("unchanged", [])] * args.repeat:
        seconds = build(*words)
        steps, events = inside()
        print(f"| {name} | {seconds:.2f} | {steps:.2f} | {seconds / args.models * 1000:.2f} | {events} |", flush=True)
    shutil.rmtree(root)
    print(subprocess.run([args.binary, "measure-events", "500000"], capture_output=True, text=True).stdout)


main()
