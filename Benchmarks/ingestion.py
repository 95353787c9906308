#!/usr/bin/env python3
"""Measures how fast files become a table: `sluice build` against DuckDB's read_json and read_csv, by turns, on the same files.

    ingestion.py [--rounds 5] [--binary PATH] [--folder DIR] [--shape wide|narrow|csv]

The files are made here and are the same every time: `wide`, 85 columns as a CRM exports them, most of them null, 284 MB;
`narrow`, 7 columns of events, 200 MB; `csv`, the same 7 columns as comma-separated values, 200 MB. Both sides are told the types of all columns. Ours is the time of the whole command
in a fresh project of one source and one model, `select * from` it, gates and publishing included; DuckDB's is the time of
`create table … as select * from read_json(…)`, or `read_csv(…)`, into a fresh file, the checkpoint included, the start of Python left out.
"""

import argparse
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

HOME = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
WORDS = (
    "north river stone amber copper violet harbor meadow signal orbit ledger anchor prairie summit lantern quartz "
    "cedar falcon drift ember"
).split()

# A name, and what stands in it: a kind, and in how many of a hundred records.
WIDE = (
    [("Id", "id", 100), ("IsDeleted", "bool", 100), ("Name", "words", 100), ("OwnerId", "id", 100)]
    + [("CreatedDate", "time", 100), ("LastModifiedDate", "time", 100), ("SystemModstamp", "time", 100)]
    + [("Type", "word", 60), ("Industry", "word", 50), ("AnnualRevenue", "real", 30), ("Employees", "int", 30)]
    + [("Website", "url", 40), ("Description", "text", 15), ("Phone", "phone", 35)]
    + [(f"Region_Note_{n}__c", "word", 4) for n in range(1, 26)]
    + [(f"Score_Component_{n}__c", "real", 3) for n in range(1, 21)]
    + [(f"Flag_{n}__c", "bool", 5) for n in range(1, 11)]
    + [(f"Stage_Date_{n}__c", "date", 3) for n in range(1, 11)]
    + [(f"Related_Record_{n}__c", "id", 4) for n in range(1, 7)]
)
NARROW = [
    ("event_id", "id", 100), ("user_id", "id", 100), ("kind", "word", 100), ("page", "url", 100),
    ("occurred_at", "time", 100), ("duration_ms", "int", 100), ("amount", "real", 40),
]
SHAPES = {"wide": (WIDE, 284, "jsonl"), "narrow": (NARROW, 200, "jsonl"), "csv": (NARROW, 200, "csv")}
DUCKDB_TYPES = {"bool": "BOOLEAN", "int": "BIGINT", "real": "DOUBLE", "time": "TIMESTAMP", "date": "DATE"}
SLUICE_TYPES = {"bool": "boolean", "int": "bigint", "real": "double", "time": "timestamp", "date": "date"}


def value(kind, dice, number):
    """A JSON value of a kind."""
    if kind == "id":
        return f'"{number:06d}{dice.getrandbits(44):012x}"'
    if kind == "bool":
        return "true" if dice.getrandbits(1) else "false"
    if kind == "word":
        return f'"{dice.choice(WORDS)}"'
    if kind == "words":
        return f'"{dice.choice(WORDS).title()} {dice.choice(WORDS).title()} {dice.getrandbits(12)}"'
    if kind == "text":
        return '"' + " ".join(dice.choice(WORDS) for _ in range(12)) + ' \\"and\\" so on\\n"'
    if kind == "url":
        return f'"https://www.example.com/{dice.choice(WORDS)}/{dice.getrandbits(20)}"'
    if kind == "phone":
        return f'"+1 555 {dice.getrandbits(13):04d} {dice.getrandbits(6):02d}"'
    if kind == "int":
        return str(dice.getrandbits(18))
    if kind == "real":
        return f"{dice.getrandbits(30) / 100:.2f}"
    day = f"20{dice.randint(18, 25)}-{dice.randint(1, 12):02d}-{dice.randint(1, 28):02d}"
    if kind == "date":
        return f'"{day}"'
    bits = dice.getrandbits(24)
    return f'"{day}T{bits % 24:02d}:{bits // 24 % 60:02d}:{bits // 1440 % 60:02d}.{bits % 1000:03d}Z"'


def generate(path, columns, megabytes):
    """Writes records until there are that many megabytes; the same ones every time."""
    dice = random.Random(20261127)
    size, number = 0, 0
    is_csv = path.endswith(".csv")
    with open(path + ".part", "w", buffering=1 << 20) as file:
        if is_csv:
            file.write(",".join(name for name, _, _ in columns) + "\n")
        while size < megabytes * 1_000_000:
            number += 1
            values = [
                value(kind, dice, number) if share == 100 or dice.random() * 100 < share else "null"
                for _, kind, share in columns
            ]
            if is_csv:
                # None of these kinds has a delimiter or a quote in it.
                line = ",".join("" if text == "null" else text.strip('"') for text in values) + "\n"
            else:
                line = "{" + ",".join(f'"{column[0]}":{text}' for column, text in zip(columns, values)) + "}\n"
            file.write(line)
            size += len(line)
    os.rename(path + ".part", path)
    return number


def make_project(folder, data, columns):
    """A project of one source and one table."""
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(os.path.join(folder, "models"))
    with open(os.path.join(folder, "dbt_project.yml"), "w") as file:
        file.write("name: ingestion\nversion: '1.0'\nprofile: none\nmodel-paths: [models]\n")
    with open(os.path.join(folder, "models", "_sources.yml"), "w") as file:
        file.write("version: 2\nsources:\n  - name: raw\n    tables:\n      - name: records\n")
        file.write(f"        external: {{location: '{data}'}}\n        columns:\n")
        for name, kind, _ in columns:
            file.write(f"          - {{name: {name}, data_type: {SLUICE_TYPES.get(kind, 'string')}}}\n")
    with open(os.path.join(folder, "models", "records_loaded.sql"), "w") as file:
        file.write("{{ config(materialized='table') }}\nselect * from {{ source('raw', 'records') }}\n")


def sluice(binary, folder, data, columns):
    """Seconds of a build in a fresh project."""
    make_project(folder, data, columns)
    log = os.path.join(folder, "build.log")
    begun = time.perf_counter()
    with open(log, "w") as file:
        code = subprocess.run([binary, "build", "--in-process"], cwd=folder, stdout=file, stderr=file).returncode
    seconds = time.perf_counter() - begun
    if code:
        with open(log) as file:
            raise SystemExit(f"sluice build ended with {code}:\n{file.read()}")
    return seconds


PEER = """
import duckdb, sys, time
path, data, columns = sys.argv[1:]
connection = duckdb.connect(path)
connection.execute("set enable_progress_bar = false")
begun = time.perf_counter()
reader = f"read_csv('{data}', header=true" if data.endswith(".csv") else f"read_json('{data}', format='newline_delimited'"
connection.execute(f"create table records as select * from {reader}, columns={columns})")
connection.close()
print(time.perf_counter() - begun)
"""


def duckdb(folder, data, columns):
    """Seconds of DuckDB in a process of its own."""
    path = os.path.join(folder, "peer.duckdb")
    if os.path.exists(path):
        os.remove(path)
    types = "{" + ", ".join(f"'{name}': '{DUCKDB_TYPES.get(kind, 'VARCHAR')}'" for name, kind, _ in columns) + "}"
    out = subprocess.run(
        [sys.executable, "-c", PEER, path, data, types], capture_output=True, text=True, check=True).stdout
    return float(out.split()[-1])


def rows_of(folder, peer):
    """How many rows each side has."""
    import duckdb as package
    import sqlite3
    warehouse = os.path.join(folder, "project", "warehouse")
    for name in os.listdir(warehouse):
        if name.endswith(".db"):
            connection = sqlite3.connect(os.path.join(warehouse, name))
            tables = connection.execute("select name from sqlite_schema where name like '%records_loaded'").fetchall()
            if tables:
                ours = connection.execute(f'select count(*) from "{tables[0][0]}"').fetchone()[0]
    return ours, package.connect(peer, read_only=True).execute("select count(*) from records").fetchone()[0]


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--binary", default=os.path.join(HOME, ".build", "release", "sluice"))
    options.add_argument("--folder", help="where the files are kept for another time")
    options.add_argument("--shape", choices=list(SHAPES), action="append")
    options = options.parse_args()
    folder = options.folder or tempfile.mkdtemp(prefix="sluice-ingestion-")
    os.makedirs(folder, exist_ok=True)
    for shape in options.shape or list(SHAPES):
        columns, megabytes, ending = SHAPES[shape]
        data = os.path.join(folder, f"{shape}.{ending}")
        if not os.path.exists(data):
            generate(data, columns, megabytes)
        size = os.path.getsize(data) / 1e6
        project = os.path.join(folder, "project")
        ours, theirs = [], []
        for _ in range(options.rounds):
            ours.append(sluice(options.binary, project, data, columns))
            theirs.append(duckdb(folder, data, columns))
        counts = rows_of(folder, os.path.join(folder, "peer.duckdb"))
        if counts[0] != counts[1]:
            raise SystemExit(f"{shape}: {counts[0]} rows against {counts[1]}")
        ratio = statistics.median(their / our for our, their in zip(ours, theirs))
        print(
            f"{shape}: {size:.0f} MB, {len(columns)} columns, {counts[0]} rows; median of {options.rounds}:"
            f" sluice {statistics.median(ours):.2f} s ({size / statistics.median(ours):.0f} MB/s),"
            f" DuckDB {statistics.median(theirs):.2f} s ({size / statistics.median(theirs):.0f} MB/s),"
            f" {ratio:.2f} x as fast")
    if not options.folder:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
