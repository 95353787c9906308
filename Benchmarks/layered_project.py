#!/usr/bin/env python3
"""Writes a dbt project of any number of models in layers, for trying the graph and measuring the console.

    Benchmarks/layered_project.py FOLDER [--nodes 300] [--fail NAME]... [--seed 7]

The shape is that of real projects: many narrow staging models, fewer wide ones, neighbours in name being neighbours in
the graph. Owners, tags, folders and `meta` keys (vendor, entity, domain) are set, so that there is something to group by.
Every model holds a few rows, so that a build of a thousand takes seconds. A model named by --fail holds a row that breaks
its `not_null` test.
"""
import argparse, os, random

LAYERS = [("bronze", 0.30), ("staging", 0.26), ("silver", 0.18), ("core", 0.14), ("gold", 0.08), ("mart", 0.04)]
DOMAINS = ["billing", "product", "sales", "support", "marketing", "people"]
ENTITIES = ["account", "user", "invoice", "ticket", "campaign", "session", "order", "plan", "seat", "event"]
VENDORS = ["stripe", "zendesk", "salesforce", "segment", "hubspot"]
OWNERS = ["ada", "bo", "chi", "dee"]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder")
    parser.add_argument("--nodes", type=int, default=300)
    parser.add_argument("--fail", action="append", default=[])
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    rng = random.Random(options.seed)
    root, made, names = options.folder, [], set()
    counts = [max(1, round(options.nodes * share)) for _, share in LAYERS]
    counts[0] += options.nodes - sum(counts)
    for level, ((layer, _), count) in enumerate(zip(LAYERS, counts)):
        here = []
        for index in range(count):
            domain = DOMAINS[index * len(DOMAINS) // count]
            entity = ENTITIES[rng.randrange(len(ENTITIES))]
            vendor = VENDORS[rng.randrange(len(VENDORS))]
            stem = {"bronze": f"raw_{vendor}_{entity}", "staging": f"stg_{entity}", "silver": f"{entity}_clean",
                    "core": f"dim_{entity}", "gold": f"fct_{entity}_daily", "mart": f"{domain}_{entity}_report"}[layer]
            name, number = stem, 2
            while name in names:
                name, number = f"{stem}_{number}", number + 1
            names.add(name)
            parents = set()
            if level:
                above = made[level - 1]
                centre = index * len(above) / count
                for _ in range(1 + rng.randrange(3)):
                    near = int(centre + rng.gauss(0, 1.5))
                    parents.add(above[min(len(above) - 1, max(0, near))])
                if level > 1 and rng.random() < 0.12:
                    far = made[rng.randrange(level - 1)]
                    parents.add(far[min(len(far) - 1, int(index * len(far) / count))])
            here.append(name)
            write_model(root, layer, domain, name, sorted(parents), entity, vendor, rng, name in options.fail)
        made.append(here)
    with open(f"{root}/dbt_project.yml", "w") as out:
        out.write(f"name: layered_{options.nodes}\nversion: '1.0'\nprofile: layered\nmodels:\n  layered_{options.nodes}:\n"
                  + "".join(f"    {l}:\n      +schema: {l}\n      +materialized: table\n" for l, _ in LAYERS))


def write_model(root, layer, domain, name, parents, entity, vendor, rng, fails):
    folder = f"{root}/models/{layer}/{domain}"
    os.makedirs(folder, exist_ok=True)
    value = "cast(null as integer)" if fails else str(rng.randrange(100))
    if parents:
        body = "\nunion all\n".join(f"select id, amount from {{{{ ref('{p}') }}}}" for p in parents)
        body = f"select id, max(amount) as amount from (\n{body}\n) as every_row\ngroup by id"
        if fails:
            body += f"\nunion all\nselect {value}, 0"
    else:
        body = "\nunion all\n".join(f"select {value if fails and i == 0 else i} as id, {i * 7 % 13} as amount" for i in range(4))
    with open(f"{folder}/{name}.sql", "w") as out:
        out.write(body + "\n")
    with open(f"{folder}/{name}.yml", "w") as out:
        out.write(f"version: 2\nmodels:\n  - name: {name}\n    config:\n      tags: [{'daily' if rng.random() < .7 else 'hourly'}]\n"
                  f"      meta: {{owner: {OWNERS[rng.randrange(4)]}, domain: {domain}, entity: {entity}, vendor: {vendor}}}\n"
                  f"    columns:\n      - name: id\n        tests: [not_null]\n")


main()
