#!/usr/bin/env python3
"""Times reading generated dbt projects: `sluice ls` cold and with nothing changed, beside dbt's own parser.

usage: V/bin/python Benchmarks/parse_projects.py SLUICE [--models 500 2000] [--rounds 7] [--without-dbt] [--rust PROGRAM]

V is an environment with dbt-core and dbt-duckdb. PROGRAM is dbt's Rust successor, as far as PyPI has it as a binary:
`dbt-core-experimental-parser`. A project of N models has 2 N tests, N/20 sources, a macro file and
folders of 50 models; a model refers to up to three earlier ones. Figures are medians of the rounds, in milliseconds of wall
time for the whole command, the process's start among it, with output thrown away.
"""
import argparse
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path


def generate(folder, models):
    chance = random.Random(models)
    (folder / "macros").mkdir(parents=True)
    (folder / "dbt_project.yml").write_text(
        "name: generated\nversion: '1.0'\nconfig-version: 2\nprofile: generated\n"
        "models:\n  generated:\n    +materialized: view\n    layer_0: {+tags: [first]}\n")
    (folder / "profiles.yml").write_text(
        "generated: {target: local, outputs: {local: {type: duckdb, path: ':memory:', schema: main, threads: 2}}}\n")
    (folder / "macros" / "money.sql").write_text(
        "{% macro cents(column) %}round({{ column }} * 100, 0){% endmacro %}\n"
        "{% macro days(n) %}{% for i in range(n) %}{{ i }}{{ ', ' if not loop.last }}{% endfor %}{% endmacro %}\n")
    sources = max(1, models // 20)
    tables = "\n".join(f"      - name: t{i}\n        columns: [{{name: id, description: The key}}]" for i in range(sources))
    for layer in range(0, models, 50):
        place = folder / "models" / f"layer_{layer // 50}"
        place.mkdir(parents=True)
        entries = []
        for number in range(layer, min(layer + 50, models)):
            reads = [f"{{{{ ref('model_{other}') }}}}" for other in chance.sample(range(number), min(number, chance.randint(0, 3)))]
            reads = reads or [f"{{{{ source('raw', 't{chance.randrange(sources)}') }}}}"]
            kind = chance.choice(["view", "table", "incremental"])
            body = "\nunion all\n".join(
                f"select id, {{{{ cents('amount') }}}} as cents, '{{{{ var('region', 'north') }}}}' as region\nfrom {name}" for name in reads)
            increment = "\n{% if is_incremental() %}\nwhere id > (select max(id) from {{ this }})\n{% endif %}" if kind == "incremental" else ""
            (place / f"model_{number}.sql").write_text(
                f"{{{{ config(materialized='{kind}', tags=['layer{layer // 50}']) }}}}\n\nwith rows_in as (\n{body}\n)\n"
                f"select * from rows_in{increment}\n")
            entries.append(
                f"  - name: model_{number}\n    description: Model number {number}\n    columns:\n      - name: id\n"
                f"        description: The key\n        data_tests: [unique, not_null]\n      - name: cents\n        description: Money\n")
        (place / "schema.yml").write_text("version: 2\nmodels:\n" + "".join(entries))
    (folder / "models" / "sources.yml").write_text(f"version: 2\nsources:\n  - name: raw\n    tables:\n{tables}\n")


def timed(command, folder, environment):
    start = time.perf_counter()
    done = subprocess.run(command, cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    took = (time.perf_counter() - start) * 1000
    if done.returncode:
        sys.exit(f"{' '.join(command)}: {done.stderr.decode()[-2000:]}")
    return took


def median(command, folder, environment, rounds, before=lambda: None):
    times = []
    for _ in range(rounds):
        before()
        times.append(timed(command, folder, environment))
    return statistics.median(times)


def main():
    reading = argparse.ArgumentParser()
    reading.add_argument("sluice")
    reading.add_argument("--models", type=int, nargs="+", default=[500, 2000])
    reading.add_argument("--rounds", type=int, default=7)
    reading.add_argument("--without-dbt", action="store_true")
    reading.add_argument("--rust")
    given = reading.parse_args()
    sluice = os.path.abspath(given.sluice)
    dbt = os.path.join(os.path.dirname(sys.executable), "dbt")
    environment = dict(os.environ, DBT_SEND_ANONYMOUS_USAGE_STATS="false")
    print("models  tests  sluice cold  unchanged  one edited  |  dbt cold  unchanged  |  ratio cold  unchanged")
    for models in given.models:
        with tempfile.TemporaryDirectory() as place:
            folder = Path(place)
            generate(folder, models)
            cache = folder / "target" / "partial_parse.sluice"
            edited = folder / "models" / "layer_0" / "model_1.sql"
            text = edited.read_text()
            ls = [sluice, "ls"]
            time.sleep(0.1)
            cold = median(ls, folder, environment, given.rounds, lambda: cache.unlink(missing_ok=True))
            warm = median(ls, folder, environment, given.rounds)
            count = iter(range(10**6))
            touched = median(
                ls, folder, environment, given.rounds,
                lambda: (edited.write_text(text + f"-- {next(count)}\n"), time.sleep(0.05)))
            row = f"{models:6}  {2 * models:5}  {cold:11.0f}  {warm:9.0f}  {touched:10.0f}"
            if not given.without_dbt:
                rounds = min(given.rounds, 2)
                parse = [dbt, "ls", "-q"]
                kept = folder / "target" / "partial_parse.msgpack"
                theirs = median(parse, folder, environment, rounds, lambda: kept.unlink(missing_ok=True))
                again = median(parse, folder, environment, rounds)
                row += f"  |  {theirs:8.0f}  {again:9.0f}  |  {theirs / cold:10.0f}  {again / warm:9.0f}"
            if given.rust:
                listing = [os.path.abspath(given.rust), "ls"]
                again = median(listing, folder, environment, min(given.rounds, 3))
                row += f"  |  Rust {again:.0f}, ratio {again / cold:.1f}"
            print(row, flush=True)


main()
