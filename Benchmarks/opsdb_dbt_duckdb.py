#!/usr/bin/env python3
"""opsdb as a project for dbt-core with dbt-duckdb: the same models, tests and files, the SQL transpiled by sqlglot.

The peer that the benchmark of opsdb measures against, and the second opinion for its tests.

    opsdb_dbt_duckdb.py project DIR --data DATA       writes the derived project into DIR
    opsdb_dbt_duckdb.py expect DATA OUT               builds it and writes what every column of every table comes to
    opsdb_dbt_duckdb.py compare DATA WAREHOUSE.db     compares a warehouse of sluice with what DuckDB makes of DATA

Needs dbt-core, dbt-duckdb, sqlglot and PyYAML; `dbt` is looked for beside this Python.
"""

import argparse
import datetime
import decimal
import json
import os
import pathlib
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile

HOME = pathlib.Path(__file__).resolve().parent.parent
SAMPLE = HOME / "sample-data" / "opsdb"

PROFILE = """\
opsdb:
  target: dev
  outputs:
    dev: {{type: duckdb, path: {database}, schema: gtm_core, threads: {threads}}}
"""

UNIQUE_COMBINATION = """\
{% test unique_combination_of_columns(model, combination_of_columns) %}
  select {{ combination_of_columns | join(', ') }}
  from {{ model }} group by {{ combination_of_columns | join(', ') }} having count(*) > 1
{% endtest %}
"""

DUCKDB_TYPES = {"string": "varchar"}


def transpiled(text):
    """A model in DuckDB's SQL; what is Jinja stays as it is."""
    import sqlglot
    from sqlglot import exp

    def as_spark_does(node):
        """DuckDB's count_if of NULLs alone is NULL; Spark's, like any count, is 0. Its series of dates has dates in it."""
        if isinstance(node, exp.CountIf):
            return exp.Filter(this=exp.Count(this=exp.Star()), expression=exp.Where(this=node.this))
        if isinstance(node, exp.GenerateSeries) and isinstance(node.args.get("step"), exp.Interval):
            return exp.cast(exp.GenerateSeries(**node.args), "DATE[]")
        return node

    kept = []

    def keep(match):
        kept.append(match.group(0))
        return f"jinja_{len(kept) - 1}_"

    plain = re.sub(r"\{\{.*?\}\}", keep, text, flags=re.S)
    plain = re.sub(r"\{#.*?#\}", "", plain, flags=re.S)
    sql = sqlglot.parse_one(plain, read="databricks").transform(as_spark_does, copy=False).sql("duckdb", pretty=True)
    return re.sub(r'"?jinja_(\d+)_"?', lambda match: kept[int(match.group(1))], sql) + "\n"


def sources(folder, data):
    """The sources with DuckDB's reading of the files in the place of `external:`."""
    import yaml

    for path in folder.rglob("*__sources.yml"):
        content = yaml.safe_load(path.read_text())
        for source in content["sources"]:
            for table in source["tables"]:
                location = table.pop("external", None)
                if not location:
                    continue
                pattern = os.path.join(data, os.path.basename(location["location"]))
                columns = ", ".join(
                    f"\"{column['name']}\" := '{DUCKDB_TYPES.get(column['data_type'], column['data_type'])}'"
                    for column in table["columns"])
                # No braces: dbt-duckdb formats the text.
                table.setdefault("config", {})["meta"] = {
                    "external_location": f"read_json('{pattern}', format='newline_delimited', columns=struct_pack({columns}))"}
            source.pop("loaded_at_field", None)
        path.write_text(yaml.safe_dump(content, sort_keys=False, width=100_000))


def derive(folder, data, threads=2):
    """Writes the derived project."""
    folder = pathlib.Path(folder)
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(
        SAMPLE, folder, ignore=shutil.ignore_patterns("data", "warehouse", ".sluice", "target", "logs", "sluice.yml"))
    (folder / "profiles.yml").write_text(PROFILE.format(database=folder / "opsdb.duckdb", threads=threads))
    (folder / "macros" / "unique_combination_of_columns.sql").write_text(UNIQUE_COMBINATION)
    for path in (folder / "models").rglob("*.sql"):
        path.write_text(transpiled(path.read_text()))
    for path in (folder / "models").rglob("*__models.yml"):
        path.write_text(path.read_text().replace("dbt_utils.unique_combination", "unique_combination"))
    project = folder / "dbt_project.yml"
    # Grants mean nothing to DuckDB.
    project.write_text(re.sub(r"^ +\+grants:.*\n", "", project.read_text(), flags=re.M))
    sources(folder / "models", os.path.abspath(data))


def dbt(folder, *words, quiet=True):
    command = [os.path.join(os.path.dirname(sys.executable), "dbt"), *words,
               "--project-dir", str(folder), "--profiles-dir", str(folder)]
    environment = dict(os.environ, DBT_SEND_ANONYMOUS_USAGE_STATS="false")
    done = subprocess.run(command, env=environment, capture_output=quiet, text=True)
    if done.returncode:
        raise SystemExit((done.stdout or "")[-4000:] + (done.stderr or ""))
    return done.stdout


# What a table comes to. A column is its rows as `key TAB value` in order, through FNV-1a; numbers to nine digits.


def value_text(value):
    if value is None:
        return "NULL"
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, (int, float, decimal.Decimal)):
        number = f"{float(value):.9g}"
        return "0" if float(number) == 0 else number
    if isinstance(value, datetime.datetime):
        return value.strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(value, datetime.date):
        return value.isoformat()
    text = str(value)
    if re.fullmatch(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(\.0+)?Z?", text):
        return text[:10] + " " + text[11:19]
    # Whole numbers and numbers with a point that SQLite keeps as text: exact decimals.
    if re.fullmatch(r"-?\d{1,15}\.\d+", text):
        return value_text(float(text))
    return text


def fnv(lines):
    digest = 0xCBF29CE484222325
    for line in lines:
        for byte in line.encode() + b"\n":
            digest = ((digest ^ byte) * 0x100000001B3) & 0xFFFFFFFFFFFFFFFF
    return f"{digest:016x}"


def digests(columns, rows):
    """For each column: its name, values that are not NULL, and the digest of its values in the order of whole rows."""
    order = [index for index, name in enumerate(columns) if name != "dbt_loaded_at"]
    texts = sorted("\t".join(value_text(row[index]) for index in order) for row in rows)
    split = [text.split("\t") for text in texts]
    for place, index in enumerate(order):
        values = [row[place] for row in split]
        yield columns[index], sum(value != "NULL" for value in values), fnv(values)


def tables_of(database):
    import duckdb

    connection = duckdb.connect(str(database), read_only=True)
    names = connection.execute(
        "select table_schema, table_name from information_schema.tables where table_schema like 'gtm%' order by 1, 2"
    ).fetchall()
    for schema, name in names:
        cursor = connection.execute(f'select * from "{schema}"."{name}"')
        yield f"{schema}.{name}", [column[0] for column in cursor.description], cursor.fetchall()


def expect(data, out):
    with tempfile.TemporaryDirectory(prefix="opsdb-duckdb-") as folder:
        derive(folder, data)
        dbt(folder, "build")
        lines = []
        for table, columns, rows in tables_of(os.path.join(folder, "opsdb.duckdb")):
            lines.append(f"{table}\t{len(rows)}")
            lines += [f"\t{name}\t{filled}\t{digest}" for name, filled, digest in digests(columns, rows)]
    pathlib.Path(out).write_text("\n".join(lines) + "\n")
    print(f"{out}: {len(lines)} lines")


def compare(data, warehouse):
    """Every column against DuckDB's, with the first rows that differ: for looking, not for tests."""
    ours = sqlite3.connect(f"file:{warehouse}?mode=ro", uri=True)
    wrong = 0
    with tempfile.TemporaryDirectory(prefix="opsdb-duckdb-") as folder:
        derive(folder, data)
        dbt(folder, "build")
        for table, columns, rows in tables_of(os.path.join(folder, "opsdb.duckdb")):
            order = [name for name in columns if name != "dbt_loaded_at"]
            listed = ", ".join(f'"{name}"' for name in order)
            try:
                found = ours.execute(f'select {listed} from "{table}"').fetchall()
            except sqlite3.Error as error:
                print(f"{table}: {error}")
                wrong += 1
                continue
            places = [columns.index(name) for name in order]
            theirs = sorted([value_text(row[place]) for place in places] for row in rows)
            mine = sorted([value_text(value) for value in row] for row in found)
            if theirs == mine:
                continue
            wrong += 1
            print(f"{table}: {len(mine)} rows, DuckDB has {len(theirs)}")
            shown = 0
            for left, right in zip(mine, theirs):
                for name, a, b in zip(order, left, right):
                    if a != b and shown < 5:
                        shown += 1
                        print(f"  {left[0]} {name}: {a} against {b}")
    print("every table is the same" if not wrong else f"{wrong} tables differ")
    return 1 if wrong else 0


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    commands = options.add_subparsers(dest="command", required=True)
    command = commands.add_parser("project")
    command.add_argument("folder")
    command.add_argument("--data", required=True)
    command.add_argument("--threads", type=int, default=2)
    command = commands.add_parser("expect")
    command.add_argument("data")
    command.add_argument("out")
    command = commands.add_parser("compare")
    command.add_argument("data")
    command.add_argument("warehouse")
    options = options.parse_args()
    if options.command == "project":
        derive(options.folder, options.data, options.threads)
    elif options.command == "expect":
        expect(options.data, options.out)
    else:
        sys.exit(compare(options.data, options.warehouse))


if __name__ == "__main__":
    main()
