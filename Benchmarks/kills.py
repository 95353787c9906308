#!/usr/bin/env python3
"""Kills runs, vacuums, restores and readmissions with kill -9, and holds what is left against a model of its own.

    kills.py --binary .build/debug/sluice [--kills 1000] [--minutes 60] [--rows 300] [--seed 1]

The project keeps history in every way there is: a slowly changing table, a snapshot by timestamp, one by compared columns
that notes deletions, an incremental table; beside them a table, a view, and a source with bad records to be put right. Each
round gives it new input and kills it in one phase of one node (or at a random instant), by the states of its own run store.
Then must hold, by a model in plain Python:

- every table is wholly what it was or wholly what the new input makes it, the histories version for version;
- the run is told as crashed within five seconds;
- `sluice retry` ends well, and then every table is what the new input makes it; no file of the warehouse is damaged.
"""

import argparse
import os
import random
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time

import faults

SOURCES = """
sources:
  - name: raw
    tables:
      - name: feed
        meta: {external_location: data/feed.csv}
        columns: [{name: id, data_type: bigint}, {name: v, data_type: bigint}, {name: gone, data_type: bigint}, {name: at, data_type: timestamp}]
      - name: events
        meta: {external_location: "data/events/*.csv", max_bad_rows: 1000000}
        columns: [{name: id, data_type: bigint}, {name: n, data_type: bigint}]
"""
FILES = {
    "dbt_project.yml": "name: kills\nversion: '1.0'\nprofile: none\nmodels: {+materialized: table}\n",
    "sluice.yml": "",
    "models/sources.yml": SOURCES,
    "models/feed.sql": "select id, v, gone, at from {{ source('raw', 'feed') }}",
    "models/history.sql": "{{ config(materialized='scd2', unique_key='id', sequence_by='at', delete_when='gone = 1', except=['gone']) }} select id, v, gone, at from {{ ref('feed') }}",
    "models/added.sql": "{{ config(materialized='incremental', unique_key='id', incremental_strategy='merge') }} select id, v from {{ ref('feed') }} where gone = 0",
    "models/shown.sql": "{{ config(materialized='view') }} select id, v from {{ ref('feed') }} where gone = 0",
    "models/records.sql": "select id, n from {{ source('raw', 'events') }}",
    "models/total.sql": "select count(*) as n, sum(v) as v from {{ ref('shown') }}",
    "snapshots/by_time.sql": "{% snapshot by_time %}{{ config(unique_key='id', strategy='timestamp', updated_at='at') }} select id, v, at from {{ ref('feed') }} where gone = 0{% endsnapshot %}",
    "snapshots/by_value.sql": "{% snapshot by_value %}{{ config(unique_key='id', strategy='check', check_cols=['v'], hard_deletes='new_record') }} select id, v from {{ ref('feed') }} where gone = 0{% endsnapshot %}",
    "models/tests.yml": """
models:
  - {name: feed, columns: [{name: id, data_tests: [unique, not_null]}]}
  - {name: history, columns: [{name: id, data_tests: [not_null]}]}
""",
}
FEW = "retention: {versions: 1, days: 0, runs: 50, run_days: 0}\n"
MANY = "retention: {versions: 1000, days: 30, runs: 50, run_days: 0}\n"
STATES = ("running_input", "running_process", "running_output", "publishing")
# A step is told as published a moment after it is: both are "wholly the new".
QUERIES = {
    "feed": "select id, v, gone, at from {} order by id",
    "shown": "select id, v from {} order by id",
    "total": "select n, v from {}",
    "added": "select id, v from {} order by id",
    "records": "select id, n from {} order by id, n",
    "history": "select id, v, effective_from, case when is_current then 'open' else effective_to end from {} order by id, effective_from",
    "by_time": "select id, v, dbt_valid_from, dbt_valid_to from {} order by id, dbt_valid_from",
    # Their times are the clock's: what counts is what followed on what.
    "by_value": "select id, v, dbt_is_deleted, dbt_valid_to is null from {} order by id, dbt_valid_from, dbt_valid_to is null",
}


class Model:
    """What the tables are, from all input so far."""

    def __init__(self):
        self.feed, self.events, self.added = {}, {}, {}
        self.by_time, self.by_value = {}, {}
        self.records = []

    def take(self, feed):
        self.feed = dict(feed)
        for key, (v, gone, at) in sorted(feed.items()):
            # Histories write instants in one width.
            self.events.setdefault(key, {})[at + ".000000"] = (gone, None if gone else v)
        here = {k: (v, at) for k, (v, gone, at) in feed.items() if not gone}
        for key, (v, at) in here.items():
            self.added[key] = v
            versions = self.by_time.setdefault(key, [])
            if not versions:
                versions.append([v, at, None])
            elif at > versions[-1][1]:
                versions[-1][2] = at
                versions.append([v, at, None])
            values = self.by_value.setdefault(key, [])
            if not values or values[-1] != (v, "False"):
                values.append((v, "False"))
        for key, values in self.by_value.items():
            if key not in here and values[-1][1] == "False":
                values.append((values[-1][0], "True"))

    def tables(self):
        history = []
        for key in sorted(self.events):
            chain, open_ = [], None
            for at in sorted(self.events[key]):
                gone, v = self.events[key][at]
                if gone:
                    if open_:
                        open_[3] = at
                    open_ = None
                elif open_ is None or open_[1] != v:
                    if open_:
                        open_[3] = at
                    open_ = [key, v, at, "open"]
                    chain.append(open_)
            history += [tuple(r) for r in chain]
        here = {k: v for k, (v, gone, _) in self.feed.items() if not gone}
        return {
            "feed": [(k, *self.feed[k]) for k in sorted(self.feed)],
            "shown": sorted(here.items()),
            "total": [(len(here), sum(here.values()))],
            "added": sorted(self.added.items()),
            "records": sorted(self.records),
            "history": history,
            "by_time": [(k, *r) for k in sorted(self.by_time) for r in self.by_time[k]],
            "by_value": [(k, v, d, int(i == len(r) - 1)) for k, r in sorted(self.by_value.items()) for i, (v, d) in enumerate(r)],
        }


class Rounds:
    def __init__(self, args, root):
        self.args, self.root, self.binary = args, root, os.path.abspath(args.binary)
        self.random = random.Random(args.seed)
        self.model, self.day = Model(), 0
        self.phases, self.lost, self.tried, self.kills = {}, 0, 0, 0
        self.bad = 0
        for name, text in FILES.items():
            self.write(name, text)
        self.write("sluice.yml", MANY)
        self.feed = {}

    def write(self, name, text):
        path = os.path.join(self.root, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path + ".new", "w") as f:
            f.write(text)
        os.replace(path + ".new", path)

    def fail(self, words):
        self.lost += 1
        print(f"  ✘ round {self.tried}: {' '.join(words.split())[:400]}", file=sys.stderr, flush=True)

    def run(self, *words, timeout=120):
        try:
            done = subprocess.run([self.binary, *words], cwd=self.root, capture_output=True, text=True, timeout=timeout)
        except subprocess.TimeoutExpired:
            return -1, "", f"{' '.join(words)} did not come back in {timeout} s"
        return done.returncode, done.stdout, done.stderr

    def state(self, sql, *values):
        try:
            if getattr(self, "db", None) is None:
                self.db = sqlite3.connect(f"file:{self.root}/.sluice/state.db?mode=ro", uri=True, timeout=5)
            return self.db.execute(sql, values).fetchall()
        except sqlite3.Error:
            return []

    def warehouse(self):
        folder = os.path.join(self.root, "warehouse")
        return os.path.join(folder, next(n for n in sorted(os.listdir(folder)) if n.endswith(".db")))

    def contents(self):
        db = sqlite3.connect(f"file:{self.warehouse()}?mode=ro", uri=True, timeout=20)
        try:
            names = {n.split(".")[-1]: n for (n,) in db.execute(
                "select name from sqlite_schema where type in ('table','view') and name not like '~%'")}
            found = {t: db.execute(q.format(f'"{names[t]}"')).fetchall() for t, q in QUERIES.items() if t in names}
            check = db.execute("pragma quick_check").fetchone()[0]
            if check != "ok":
                self.fail(f"the warehouse is damaged: {check}")
            return found
        finally:
            db.close()

    # Input

    def next_feed(self):
        self.day += 1
        at = f"{2000 + self.day // 336:04d}-{1 + self.day % 336 // 28:02d}-{1 + self.day % 28:02d} 00:00:00"
        for key in range(self.args.rows):
            old = self.feed.get(key)
            if old is None or self.random.random() < 0.2:
                gone = int(old is not None and not old[1] and self.random.random() < 0.2)
                self.feed[key] = (self.random.randrange(5), gone, at)
        self.write("data/feed.csv", "id,v,gone,at\n" + "".join(
            f"{k},{v},{g},{at}\n" for k, (v, g, at) in sorted(self.feed.items())))

    def after(self):
        model = Model()
        model.__dict__ = __import__("copy").deepcopy(self.model.__dict__)
        model.take(self.feed)
        return model

    # Killing

    def start(self, *words):
        code, out, err = self.run(*words, "--detach")
        if code != 0 or not out.strip().isdigit():
            self.fail(f"{' '.join(words)}: no run is started: {err[-300:]}")
            return None
        return int(out.strip())

    def kill(self, run, label):
        """Kills a run's process in a phase of a node drawn by lot, or when it ends before."""
        node = self.random.choice(["feed", "history", "by_time", "by_value", "added", "shown", "records", "total", None])
        wanted = self.random.choice(STATES)
        delay = self.random.choice([0, 0, 0.001, 0.003, 0.01, 0.03])
        instant = time.time() + self.random.uniform(0, self.seconds)
        process, until = None, time.time() + 60
        while time.time() < until:
            rows = self.state("select pid, state from runs where id=?", run)
            if rows:
                process = rows[0][0]
                if rows[0][1] not in ("queued", "running"):
                    break
            if node is None:
                if process and time.time() >= instant:
                    break
            elif self.state("select 1 from steps where run=? and node like ? and (state in (%s) or finished_at is not null)"
                            % ",".join(repr(s) for s in STATES[STATES.index(wanted):]), run, f"%.{node}"):
                time.sleep(delay)
                break
            time.sleep(0.0002)
        steps = self.state("select node, state from steps where run=? and state in ('running_input','running_process','running_output','publishing')", run)
        if process:
            try:
                os.kill(process, signal.SIGKILL)
            except ProcessLookupError:
                pass
        state = self.settle(run)
        phase = "after the end"
        if state == "crashed":
            self.kills += 1
            named = [f"{n.split('.')[-1]} {s.replace('running_', '')}" for n, s in steps]
            phase = self.random.choice(named) if named else "between steps"
        self.phases[f"{label}{phase}"] = self.phases.get(f"{label}{phase}", 0) + 1
        return state

    def settle(self, run):
        state = faults.settle(self, run)
        if state == "unsettled":
            self.fail(f"run {run} is not told as crashed within 5 s")
        return state

    def compare(self, found, *models, words):
        wanted = [m.tables() for m in models]
        for table in QUERIES:
            if all(found.get(table) != w[table] for w in wanted):
                rows = found.get(table) or []
                other = [r for r in rows if r not in wanted[-1][table]][:3] + ["missing:"] + [r for r in wanted[-1][table] if r not in rows][:3]
                self.fail(f"{words}: {table} ({len(rows)} rows) is not as it should be: {other}")

    # Rounds

    def build(self):
        self.next_feed()
        new = self.after()
        run = self.start("build")
        if run is None:
            return
        state = self.kill(run, "")
        self.compare(self.contents(), self.model, new, words=f"after a kill ({state})")
        if state in ("crashed", "failed"):
            code, _, err = self.run("retry", "--run", str(run))
            if code != 0:
                self.fail(f"retry ends with {code}: {err[-300:]}")
        self.model = new
        self.compare(self.contents(), new, words=f"after the retry ({state})")

    def restore(self):
        table = self.random.choice(["feed", "history", "by_time", "by_value", "added"])
        relation = f"%.{table}"
        db = sqlite3.connect(f"file:{self.warehouse()}?mode=ro", uri=True, timeout=20)
        versions = [v for (v,) in db.execute(
            "select version from \"~versions\" where relation like ? and disposition in ('current','superseded') and storage is not null order by version", (relation,))]
        db.close()
        if len(versions) < 2:
            return self.build()
        last, earlier = versions[-1], self.random.choice(versions[:-1])
        before = self.contents()[table]
        code, out, err = self.run("show", "--inline", f"select * from {{{{ ref('{table}') }}}} version as of {earlier}", "--limit", "0")
        run = self.start("restore", "-s", table, "--to", str(earlier), "--yes")
        if run is None:
            return
        state = self.kill(run, f"restore: ")
        found = self.contents()
        for other, rows in self.model.tables().items():
            if other != table and other != "shown" and found.get(other) != rows:
                self.fail(f"restoring {table} changed {other}")
        # Killed or not, then back to the last one: nothing may have been lost on the way.
        if state == "crashed":
            code, _, err = self.run("retry", "--run", str(run))
            if code != 0:
                self.fail(f"retry of restoring {table} to v{earlier} ends with {code}: {err[-300:]}")
        code, _, err = self.run("restore", "-s", table, "--to", str(last), "--yes")
        if code != 0:
            self.fail(f"restoring {table} to v{last} again ends with {code}: {err[-300:]}")
        self.compare(self.contents(), self.model, words=f"after restoring {table} to v{earlier} and back to v{last}")

    def spawn(self, label, *words):
        """Runs a command and kills it at a random instant."""
        process = subprocess.Popen([self.binary, *words], cwd=self.root, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        time.sleep(self.random.uniform(0, self.seconds))
        over = process.poll() is not None
        if not over:
            process.send_signal(signal.SIGKILL)
            self.kills += 1
        process.wait()
        name = label + (" done" if over else " killed")
        self.phases[name] = self.phases.get(name, 0) + 1

    def vacuum(self):
        self.write("sluice.yml", FEW)
        self.spawn("vacuum", "vacuum")
        self.compare(self.contents(), self.model, words="after a killed vacuum")
        code, _, err = self.run("vacuum")
        if code != 0:
            self.fail(f"vacuum ends with {code}: {err[-300:]}")
        self.compare(self.contents(), self.model, words="after a vacuum")
        self.write("sluice.yml", MANY)

    def readmit(self):
        # Bad records come in, are put right, and the readmission is killed: they must be there once, not twice or never.
        self.bad += 1
        good = [(self.bad * 10 + i, i) for i in range(5)]
        wrong = [(self.bad * 10 + i, i) for i in range(5, 8)]
        self.write(f"data/events/e{self.bad}.csv", "id,n\n" + "".join(f"{k},{n}\n" for k, n in good)
                   + "".join(f"{k},wrong{n}\n" for k, n in wrong))
        code, _, err = self.run("build", "-s", "records")
        if code != 0:
            return self.fail(f"records with bad rows end with {code}: {err[-300:]}")
        self.model.records += good
        self.compare(self.contents(), self.model, words="with bad records left out")
        code, out, err = self.run("quarantine", "edit", "records")
        draft = out.strip().split("\n")[-1]
        with open(draft) as f:
            text = f.read()
        if text.count("wrong") != len(wrong):
            self.fail(f"{len(wrong)} bad records were laid out as: {text}")
        with open(draft, "w") as f:
            f.write(re.sub("wrong", "", text))
        self.spawn("readmit", "quarantine", "readmit", "records")
        # The run of it goes on by itself: kill that too, now and then.
        rows = self.state("select id, pid from runs where state in ('queued','running')")
        for run, process in rows:
            if process and self.random.random() < 0.7:
                try:
                    os.kill(process, signal.SIGKILL)
                    self.kills += 1
                except ProcessLookupError:
                    pass
            until = time.time() + 30
            while time.time() < until and self.state("select 1 from runs where id=? and state in ('queued','running')", run):
                self.run("runs", "--limit", "1")
        new = self.after()
        new.records = self.model.records + wrong
        found = self.contents()
        self.compare(found, self.model, new, words="after a killed readmission")
        code, _, err = self.run("quarantine", "readmit", "records")
        if code != 0 and "no bad records" not in err:
            self.fail(f"readmit ends with {code}: {err[-300:]}")
        code, _, err = self.run("build", "-s", "records")
        if code != 0:
            self.fail(f"after it records end with {code}: {err[-300:]}")
        self.model = new
        self.compare(self.contents(), new, words="after the readmission")
        if self.bad % 20 == 0:
            # Not one more file for ever.
            pass

    def all(self):
        self.next_feed()
        self.write("data/events/e0.csv", "id,n\n0,0\n")
        self.model.records = [(0, 0)]
        code, _, err = self.run("build")
        if code != 0:
            return self.fail(f"the first build ends with {code}: {err}")
        self.model = self.after()
        self.compare(self.contents(), self.model, words="after the first build")
        self.seconds = 0.3
        begun = time.time()
        self.next_feed()
        self.model = self.after()
        self.run("build")
        self.seconds = max(0.05, time.time() - begun)
        self.compare(self.contents(), self.model, words="after the second build")
        until = time.time() + self.args.minutes * 60
        while self.kills < self.args.kills and time.time() < until:
            self.tried += 1
            self.random.choice([self.build] * 6 + [self.restore] * 2 + [self.vacuum, self.readmit])()
            if self.lost > 20:
                break
            if self.tried % 50 == 0:
                print(f"  {self.tried} rounds, {self.kills} kills, {self.lost} lost", file=sys.stderr, flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--binary", required=True)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--minutes", type=float, default=1e6, help="end after so long")
    parser.add_argument("--rows", type=int, default=300)
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument("--keep", action="store_true", help="leave the folder")
    args = parser.parse_args()
    if args.seed is None:
        args.seed = random.randrange(1 << 30)
    root = tempfile.mkdtemp(prefix="sluice-kills-")
    rounds = Rounds(args, root)
    begun = time.time()
    try:
        rounds.all()
    finally:
        if not args.keep and rounds.lost == 0:
            shutil.rmtree(root, ignore_errors=True)
        else:
            print(f"  left in {root}", file=sys.stderr)
    groups = {}
    for phase, count in rounds.phases.items():
        groups.setdefault(phase.split(" ")[-1] if " " in phase and ":" not in phase else phase, []).append((phase, count))
    print(f"seed {args.seed}: {rounds.kills} kills in {rounds.tried} rounds, {rounds.lost} lost, {time.time() - begun:.0f} s")
    for phase, count in sorted(rounds.phases.items(), key=lambda p: -p[1]):
        print(f"  {count:5d} {phase}")
    sys.exit(1 if rounds.lost else 0)


main()
