#!/usr/bin/env python3
"""The eight tables of growth-analytics made by DuckDB from the same raw files.

A second opinion for the tests of the sample, and the peer that the benchmark measures against. Written from the
description of the tables, not from the project's models.

    growth_analytics_duckdb.py DATA [--database FILE] [--as-of DATE] [--dump DIR] [--threads N]
"""

import argparse
import glob
import json
import os
import resource
import time

import duckdb

STEPS = {
    "bronze.feature_releases": """
        select id as feature_id, name as feature_name, release_date::date as release_date, version,
               current_timestamp as ingestion_timestamp
        from read_json({releases}, format='array',
             columns={{id:'varchar', name:'varchar', release_date:'varchar', version:'varchar'}})""",
    "bronze.user_signups": """
        select user_id, email, signup_date, company_size, industry, current_timestamp as ingestion_timestamp
        from read_json({signups}, format='newline_delimited',
             columns={{user_id:'varchar', email:'varchar', signup_date:'date', company_size:'varchar',
                      industry:'varchar'}})""",
    "bronze.feature_usage_events": """
        select filename || ':' || row_number() over () as event_id, user_id, feature_id, feature_name, event_type,
               "timestamp" as event_timestamp, "timestamp"::date as event_date,
               current_timestamp as ingestion_timestamp
        from read_json({events}, format='newline_delimited', filename=true,
             columns={{"timestamp":'timestamp', user_id:'varchar', feature_id:'varchar', feature_name:'varchar',
                      event_type:'varchar'}})""",
    "bronze.conversions": """
        select user_id, conversion_date, plan, mrr, signup_date, days_to_convert, used_real_time_collab,
               current_timestamp as ingestion_timestamp
        from read_json({conversions}, format='newline_delimited',
             columns={{user_id:'varchar', conversion_date:'date', plan:'varchar', mrr:'double', signup_date:'date',
                      days_to_convert:'integer', used_real_time_collab:'boolean'}})""",
    "silver.feature_states": """
        with events as (select distinct feature_id, feature_name, version, release_date from bronze.feature_releases),
        changes as (
          select *, lag(feature_name || '|' || version) over w as before
          from events window w as (partition by feature_id order by release_date)),
        versions as (
          select * from changes where before is distinct from feature_name || '|' || version)
        select feature_id, feature_name, version, true as is_enabled, release_date as effective_from,
               coalesce(lead(release_date) over w, date '9999-12-31') as effective_to,
               lead(release_date) over w is null as is_current,
               md5(feature_name || '|' || version) as record_hash
        from versions window w as (partition by feature_id order by release_date)""",
    "silver.user_dim": """
        select s.user_id, s.signup_date, s.company_size, s.industry, coalesce(c.plan, 'free') as current_plan
        from bronze.user_signups s left join latest_conversion c using (user_id)""",
    "silver.feature_usage_facts": """
        select user_id, feature_id, min(event_date) as first_used_date, max(event_date) as last_used_date,
               count(*) as total_usage_count,
               count(*) / (max(event_date) - min(event_date) + 1) as avg_daily_usage,
               date '{as_of}' as as_of_date
        from bronze.feature_usage_events group by user_id, feature_id""",
    "gold.feature_conversion_impact": """
        with people as (
          select u.user_id, c.conversion_date, c.days_to_convert, c.mrr,
                 coalesce(c.conversion_date, date '{as_of}') as reference_date
          from silver.user_dim u left join latest_conversion c using (user_id)),
        features as (
          select feature_id, max(feature_name) filter (where is_current) as feature_name,
                 min(effective_from) as first_effective
          from silver.feature_states group by feature_id having bool_or(is_current)),
        judged as (
          select f.feature_name, p.conversion_date, p.days_to_convert, p.mrr,
                 case when x.first_used_date < p.conversion_date
                        or (p.conversion_date is null and x.first_used_date is not null) then 'used_before_conversion'
                      when f.first_effective <= p.reference_date then 'available_not_used'
                      else 'not_available' end as cohort
          from people p
          cross join features f
          left join silver.feature_usage_facts x on x.user_id = p.user_id and x.feature_id = f.feature_id)
        select feature_name, cohort, count(*) as total_users, count(conversion_date) as converted_users,
               count(conversion_date) / count(*) as conversion_rate,
               avg(days_to_convert) filter (where conversion_date is not null) as avg_days_to_convert,
               avg(mrr) filter (where conversion_date is not null) as avg_mrr
        from judged group by feature_name, cohort""",
}

LATEST_CONVERSION = """
    create or replace view latest_conversion as
    select * from bronze.conversions
    qualify row_number() over (partition by user_id order by conversion_date desc, mrr desc, plan) = 1"""


def files(folder, pattern):
    found = sorted(glob.glob(os.path.join(folder, pattern)))
    if not found:
        raise SystemExit(f"{folder} holds no {pattern}")
    return "[" + ", ".join("'" + path.replace("'", "''") + "'" for path in found) + "]"


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("data")
    options.add_argument("--database", default=":memory:")
    options.add_argument("--as-of", default="2024-12-31")
    options.add_argument("--dump")
    options.add_argument("--threads", type=int)
    options = options.parse_args()

    names = {
        "releases": files(options.data, "feature_releases*.json"),
        "signups": files(options.data, "user_signups.jsonl*"),
        "events": files(options.data, "feature_usage_events*.jsonl*"),
        "conversions": files(options.data, "conversions.jsonl*"),
        "as_of": options.as_of,
    }
    begun = time.perf_counter()
    connection = duckdb.connect(options.database)
    if options.threads:
        connection.execute(f"set threads = {options.threads}")
    for schema in ("bronze", "silver", "gold"):
        connection.execute(f"create schema if not exists {schema}")
    seconds = {}
    for table, query in STEPS.items():
        if table == "silver.user_dim":
            connection.execute(LATEST_CONVERSION)
        start = time.perf_counter()
        connection.execute(f"create or replace table {table} as {query.format(**names)}")
        seconds[table] = round(time.perf_counter() - start, 4)
    if options.database != ":memory:":
        connection.execute("checkpoint")
    total = time.perf_counter() - begun
    if options.dump:
        os.makedirs(options.dump, exist_ok=True)
        for table in STEPS:
            # Times of ingestion differ from run to run, and files are named where they lie.
            leave = {"bronze": "exclude (ingestion_timestamp)"}.get(table.split(".")[0], "")
            if table == "bronze.feature_usage_events":
                leave = "exclude (ingestion_timestamp, event_id)"
            connection.execute(f"copy (select * {leave} from {table} order by all) to '{options.dump}/{table}.csv' (header)")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": round(total, 4), "steps": seconds, "peak_mb": round(peak, 1), "duckdb": duckdb.__version__}))


if __name__ == "__main__":
    main()
