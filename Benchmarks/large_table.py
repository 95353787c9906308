#!/usr/bin/env python3
"""Makes a project whose warehouse holds one large table, to measure how the console opens it.

    large_table.py FOLDER [--rows 10000000] [--csv FILE --csv-rows 1000000]

The project has one small model; the table stands beside it in the same catalog, written with SQLite alone, its rowids with
a gap, so that nothing can be computed that must be looked for. With --csv the first rows are written as a file too, for
programs that read files.
"""

import argparse
import glob
import os
import sqlite3
import subprocess

PLANS = "CASE i % 4 WHEN 0 THEN 'free' WHEN 1 THEN 'starter' WHEN 2 THEN 'team' ELSE NULL END"
COLUMNS = f"""i AS id, 'user-' || i AS name, date('2020-01-01', '+' || (i % 1500) || ' days') AS signed_up, {PLANS} AS plan,
    round((i * 7919 % 100000) / 100.0, 2) AS mrr"""


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("folder")
    options.add_argument("--rows", type=int, default=10_000_000)
    options.add_argument("--csv")
    options.add_argument("--csv-rows", type=int, default=1_000_000)
    options.add_argument("--sluice", default="sluice")
    options = options.parse_args()
    os.makedirs(f"{options.folder}/models", exist_ok=True)
    files = {
        "dbt_project.yml": "name: large\nversion: '1'\nmodel-paths: [models]\n",
        "models/small.sql": "{{ config(materialized='table') }}\nselect 1 as id\n",
    }
    for name, text in files.items():
        with open(f"{options.folder}/{name}", "w") as file:
            file.write(text)
    subprocess.run([options.sluice, "build"], cwd=options.folder, check=True)
    # The catalog that the build made: what it is called is for the project's target to say.
    [catalog] = glob.glob(f"{options.folder}/warehouse/*.db")
    connection = sqlite3.connect(catalog)
    connection.executescript(
        f"""
        PRAGMA synchronous = OFF;
        DROP TABLE IF EXISTS "main.big";
        CREATE TABLE "main.big" (id INTEGER, name TEXT, signed_up TEXT, plan TEXT, mrr REAL);
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {options.rows})
        INSERT INTO "main.big"(rowid, id, name, signed_up, plan, mrr)
        SELECT i + (i > 1000) * 5, {COLUMNS} FROM n;
        """
    )
    connection.commit()
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    if options.csv:
        import csv

        with open(options.csv, "w", newline="") as file:
            writer = csv.writer(file)
            cursor = connection.execute(f'SELECT * FROM "main.big" LIMIT {options.csv_rows}')
            writer.writerow([column[0] for column in cursor.description])
            writer.writerows(cursor)
    connection.close()


if __name__ == "__main__":
    main()
