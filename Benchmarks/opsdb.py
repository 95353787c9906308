#!/usr/bin/env python3
"""Measures the release on opsdb against dbt-core with dbt-duckdb: both build the 49 models from the same files, tests included.

    opsdb.py [--scale 1] [--rounds 1] [--binary PATH] [--data DIR] [--peer direct|preload]

Ours is `sluice build` in a fresh copy of the project, then once more with nothing changed. The peer is `dbt build` of the
project that `opsdb_dbt_duckdb.py` derives, in a fresh process and database: `direct` reads the files in the staging models,
`preload` first loads them into tables, which counts. Printed: times, their ratio, the peaks of resident memory, the slowest
steps. Run it with the Python that has dbt-core, dbt-duckdb, duckdb and sqlglot.
"""

import argparse
import importlib.machinery
import importlib.util
import json
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

import opsdb_dbt_duckdb as peer

HOME = pathlib.Path(__file__).resolve().parent.parent


def load_benchmark():
    """`scripts/benchmark` knows how to watch a process."""
    loader = importlib.machinery.SourceFileLoader("benchmark", str(HOME / "scripts" / "benchmark"))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader("benchmark", loader))
    loader.exec_module(module)
    return module


def sluice(watch, binary, data, scratch):
    project = os.path.join(scratch, "project")
    shutil.rmtree(project, ignore_errors=True)
    shutil.copytree(
        HOME / "sample-data" / "opsdb", project,
        ignore=shutil.ignore_patterns("data", "warehouse", ".sluice", "target", "logs"))
    log = open(os.path.join(scratch, "sluice.log"), "w")
    seconds, _, peak = watch.peak_of(
        [binary, "build", "--in-process", "--sources", data], cwd=project, stdout=log, stderr=log)
    steps = json.loads(subprocess.run(
        [binary, "run-show", "--output", "json"], cwd=project, capture_output=True, text=True, check=True).stdout)
    again = []
    for _ in range(3):
        begun = time.perf_counter()
        told = subprocess.run(
            [binary, "build", "--sources", data], cwd=project, capture_output=True, text=True, check=True)
        again.append(time.perf_counter() - begun)
    return seconds, peak, {step["node"]: step["seconds"] for step in steps}, statistics.median(again), told.stderr


PRELOAD = """
import json, sys, duckdb
connection = duckdb.connect(sys.argv[1])
connection.execute("set threads = " + sys.argv[3])
connection.execute("create schema if not exists gtm_raw")
for name, reading in json.load(open(sys.argv[2])).items():
    connection.execute(f'create table gtm_raw."{name}" as select * from {reading}')
"""


def dbt_duckdb(watch, mode, data, scratch, threads):
    folder = os.path.join(scratch, "peer")
    peer.derive(folder, data, threads)
    seconds, peak = 0.0, 0
    if mode == "preload":
        import yaml

        readings = {}
        for path in pathlib.Path(folder, "models").rglob("*__sources.yml"):
            content = yaml.safe_load(path.read_text())
            for source in content["sources"]:
                for table in source["tables"]:
                    meta = table.get("config", {}).get("meta", {})
                    if "external_location" in meta:
                        readings[table.get("identifier", table["name"])] = meta.pop("external_location")
            path.write_text(yaml.safe_dump(content, sort_keys=False, width=100_000))
        listed = os.path.join(scratch, "readings.json")
        with open(listed, "w") as file:
            json.dump(readings, file)
        loading, _, peak = watch.peak_of(
            [sys.executable, "-c", PRELOAD, os.path.join(folder, "opsdb.duckdb"), listed, str(threads)])
        seconds += loading
    command = [os.path.join(os.path.dirname(sys.executable), "dbt"), "build", "--project-dir", folder,
               "--profiles-dir", folder, "--threads", str(threads)]
    environment = dict(os.environ, DBT_SEND_ANONYMOUS_USAGE_STATS="false")
    log = open(os.path.join(scratch, "dbt.log"), "w")
    building, _, most = watch.peak_of(command, env=environment, stdout=log, stderr=log)
    results = json.loads(pathlib.Path(folder, "target", "run_results.json").read_text())["results"]
    steps = {result["unique_id"].split(".")[2]: result["execution_time"] for result in results}
    return seconds + building, max(peak, most), steps


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--scale", type=float, default=1)
    options.add_argument("--rounds", type=int, default=1)
    options.add_argument("--threads", type=int, default=2, help="of the peer; ours takes what it finds")
    options.add_argument("--binary", default=str(HOME / ".build" / "release" / "sluice"))
    options.add_argument("--data", help="raw files that are there already")
    options.add_argument("--peer", choices=["direct", "preload", "none"], default="direct")
    options = options.parse_args()
    watch = load_benchmark()

    with tempfile.TemporaryDirectory(prefix="sluice-opsdb-") as scratch:
        data = os.path.abspath(options.data) if options.data else os.path.join(scratch, "data")
        if not options.data:
            subprocess.run(
                [options.binary, "generate", "opsdb", "--scale", str(options.scale), "--out", data], check=True)
        size = sum(os.path.getsize(os.path.join(data, name)) for name in os.listdir(data))
        print(f"{size / 1e6:.0f} MB of raw files, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}", flush=True)
        ratios = []
        for number in range(options.rounds):
            seconds, peak, steps, again, told = sluice(watch, options.binary, data, scratch)
            print(f"round {number + 1}: sluice {seconds:.2f} s, {peak:.0f} MB; nothing changed {again:.3f} s", flush=True)
            if options.peer != "none":
                theirs, most, other = dbt_duckdb(watch, options.peer, data, scratch, options.threads)
                ratios.append(seconds / theirs)
                print(f"         dbt-duckdb ({options.peer}) {theirs:.2f} s, {most:.0f} MB", flush=True)
        print("slowest steps, last round:")
        for node, taken in sorted(steps.items(), key=lambda item: -(item[1] or 0))[:12]:
            line = f"  {node:44} {taken or 0:8.3f} s"
            if options.peer != "none":
                line += f"   DuckDB {other.get(node, 0):8.3f} s"
            print(line)
        if ratios:
            print(f"ratio of times, median of {options.rounds}: {statistics.median(ratios):.2f} × dbt-duckdb")


if __name__ == "__main__":
    main()
