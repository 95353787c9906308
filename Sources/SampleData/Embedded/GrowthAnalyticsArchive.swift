// swift-format-ignore-file
// Written by scripts/sample-data from the files of sample-data/growth-analytics/
enum GrowthAnalyticsArchive {
  static let text = #"""
=== README.md
# growth-analytics

Does the adoption of a feature drive conversion? Four raw files, eight tables, one answer.

```
raw files              bronze                   silver                     gold
feature_releases  ──▶  feature_releases  ──▶  feature_states (history) ─╮
user_signups      ──▶  user_signups      ──▶  user_dim  ────────────────┼▶ feature_conversion_impact
conversions       ──▶  conversions       ──▶      ┘  (and directly)  ───┤
feature_usage…    ──▶  feature_usage…    ──▶  feature_usage_facts ──────╯
```

```sh
cd sample-data/growth-analytics
sluice                                         # the console
sluice build                                   # everything, gates included
sluice show --select feature_conversion_impact --limit -1
sluice build --as-of 2024-06-30                # judge those who have not converted by another day
```

It is a dbt project as it stands: `dbt_project.yml`, models in Spark's SQL, properties with tests, two macros, one generic
and two singular tests. `sluice.yml` adds what dbt has no word for: the dialect, the order of the layers, the jobs.

## The question

Every user is held against every current feature, as of the day that counts: the latest conversion, or the as-of date
for those who have not converted.

| cohort | who |
|---|---|
| `used_before_conversion` | first used it before converting, or used it and has not converted |
| `available_not_used` | the rest, where some version of it was out on that day: the history answers, not the current row |
| `not_available` | the rest |

## Ids of events

Raw events have none. `event_id` is the record's file and row in it, so it is the same on every load of the same file,
unique by construction, and leads back to the line.

## The data

5 000 users of 2024, some 41 000 events, six features, two of them with a second version. All of it invented:
`sluice generate growth-analytics --scale 1 --seed 1` writes the same bytes, any other scale or seed others.
`--releases 6` adds five later deliveries of releases for `feature_states` to digest: a new version, old news, a new
feature, several versions at once, versions from before what is known.

`--defects` puts faults in, and these gates stop them:

| defect | what is wrong | stopped at |
|---|---|---|
| `malformed_lines` | events cut off in the middle of a line | feature_usage_events, process: bad records |
| `wrong_types` | `mrr` is a word | conversions, process: bad records |
| `missing_column` | signups without `company_size` | user_signups, process: columns |
| `duplicate_ids` | signups that come twice | user_signups, output: unique |
| `null_ids` | events of nobody | feature_usage_events, output: not_null |
| `empty_file` | no conversions | conversions, input: not empty |
| `orphans` | events of unknown users | feature_usage_facts, output: relationships |
| `shrunken` | a twentieth of the signups | user_signups, output: volume |

```sh
sluice generate growth-analytics --defects orphans --out faulty
sluice build --sources faulty --full-refresh
sluice failures
```
=== dbt_project.yml
# Does the adoption of a feature drive conversion? Raw files, four bronze, three silver, one gold table.
name: growth_analytics
version: "1.0.0"
config-version: 2

# There is no profiles.yml here, so the project runs on the embedded engine; sluice.yml says that its SQL is Spark's.
profile: growth_analytics

model-paths: [models]
macro-paths: [macros]
test-paths: [tests]
target-path: target
clean-targets: [target]

vars:
  # The day that users who have not converted are judged by. `sluice build --as-of 2024-06-30` chooses another.
  as_of_date: "2024-12-31"

models:
  growth_analytics:
    bronze:
      +schema: bronze
      +tags: [bronze]
    silver:
      +schema: silver
      +tags: [silver]
    gold:
      +schema: gold
      +materialized: table
      +tags: [gold]
=== macros/at_least_one_row.sql
{#- Fails, with one row, on a table that has none. -#}
{% test at_least_one_row(model) %}
  select 'the table is empty' as problem
  where not exists (select 1 from {{ model }})
{% endtest %}
=== macros/generate_schema_name.sql
{#- Layers are schemas: `+schema: bronze` is the schema bronze, not <target schema>_bronze. -#}
{% macro generate_schema_name(custom_schema_name, node) -%}
  {{ (custom_schema_name or target.schema) | trim }}
{%- endmacro %}
=== macros/latest_conversion.sql
{#-
  One row a converted user: the latest conversion. Two on one day, an upgrade on the spot: the dearer plan counts.
-#}
{% macro latest_conversion() %}
  select user_id, plan, conversion_date, days_to_convert, mrr
  from {{ ref('conversions') }}
  qualify row_number() over (partition by user_id order by conversion_date desc, mrr desc, plan) = 1
{% endmacro %}
=== models/bronze/_models.yml
version: 2

models:
  - name: feature_releases
    description: Every release of every feature, each file once.
    config:
      contract: {enforced: true}
    data_tests:
      - at_least_one_row
    columns:
      - name: feature_id
        data_type: string
        data_tests: [not_null]
      - name: feature_name
        data_type: string
        data_tests: [not_null]
      - name: release_date
        data_type: date
        data_tests: [not_null]
      - name: version
        data_type: string
        data_tests: [not_null]
      - name: ingestion_timestamp
        data_type: timestamp

  - name: user_signups
    description: One row a user, personal data included; go no further than silver.user_dim with it.
    config:
      contract: {enforced: true}
      # Each export holds everyone: a sudden loss of rows is a broken export.
      volume: {severity: error}
    data_tests:
      - at_least_one_row
    columns:
      - name: user_id
        data_type: string
        data_tests: [not_null, unique]
      - name: email
        data_type: string
        meta: {contains_pii: true}
      - name: signup_date
        data_type: date
        data_tests: [not_null]
      - name: company_size
        data_type: string
        data_tests:
          - accepted_values:
              arguments:
                values: ["1-10", "11-50", "51-200", "201-1000", "1000+"]
              config: {severity: warn}
      - name: industry
        data_type: string
      - name: ingestion_timestamp
        data_type: timestamp

  - name: feature_usage_events
    description: One row an event, each file once.
    config:
      contract: {enforced: true}
    data_tests:
      - at_least_one_row
    columns:
      - name: event_id
        data_type: string
        description: The file and row it came from.
        data_tests: [not_null, unique]
      - name: user_id
        data_type: string
        data_tests: [not_null]
      - name: feature_id
        data_type: string
        data_tests: [not_null]
      - name: feature_name
        data_type: string
      - name: event_type
        data_type: string
        data_tests:
          - accepted_values:
              arguments:
                values: [view, use, share]
      - name: event_timestamp
        data_type: timestamp
        data_tests: [not_null]
      - name: event_date
        data_type: date
      - name: ingestion_timestamp
        data_type: timestamp

  - name: conversions
    description: One row a change to a paid plan.
    config:
      contract: {enforced: true}
      # Each export holds everyone: a sudden loss of rows is a broken export.
      volume: {severity: error}
    data_tests:
      - at_least_one_row
    columns:
      - name: user_id
        data_type: string
        data_tests: [not_null]
      - name: conversion_date
        data_type: date
        data_tests: [not_null]
      - name: plan
        data_type: string
        data_tests:
          - accepted_values:
              arguments:
                values: [pro, enterprise]
      - name: mrr
        data_type: double
        data_tests: [not_null]
      - name: signup_date
        data_type: date
      - name: days_to_convert
        data_type: int
        data_tests: [not_null]
      - name: used_real_time_collab
        data_type: boolean
      - name: ingestion_timestamp
        data_type: timestamp
=== models/bronze/_sources.yml
version: 2

sources:
  - name: raw
    description: Files as the product's own systems export them.
    schema: raw
    tables:
      - name: feature_releases
        description: Releases of features, one array of objects a file. A later file adds to what is known.
        external:
          location: data/feature_releases*.json
        columns:
          - name: id
            data_type: string
            data_tests: [not_null]
          - name: name
            data_type: string
            data_tests: [not_null]
          - name: release_date
            data_type: date
            data_tests: [not_null]
          - name: version
            data_type: string

      - name: user_signups
        description: Everyone who ever signed up; each export holds them all.
        external:
          location: data/user_signups.jsonl*
        columns:
          - {name: user_id, data_type: string}
          - {name: email, data_type: string}
          - {name: signup_date, data_type: date}
          - {name: company_size, data_type: string}
          - {name: industry, data_type: string}

      - name: feature_usage_events
        description: What users did with features. Files are increments.
        external:
          location: data/feature_usage_events*.jsonl*
        columns:
          - {name: timestamp, data_type: timestamp}
          - {name: user_id, data_type: string}
          - {name: feature_id, data_type: string}
          - {name: feature_name, data_type: string}
          - {name: event_type, data_type: string}

      - name: conversions
        description: Everyone who ever began to pay, or changed to another plan; each export holds them all.
        external:
          location: data/conversions.jsonl*
        columns:
          - {name: user_id, data_type: string}
          - {name: conversion_date, data_type: date}
          - {name: plan, data_type: string}
          - {name: mrr, data_type: double}
          - {name: signup_date, data_type: date}
          - {name: days_to_convert, data_type: int}
          - {name: used_real_time_collab, data_type: boolean}
=== models/bronze/conversions.sql
{{ config(materialized='table') }}

select
  user_id,
  conversion_date,
  plan,
  mrr,
  signup_date,
  days_to_convert,
  used_real_time_collab,
  current_timestamp() as ingestion_timestamp
from {{ source('raw', 'conversions') }}
=== models/bronze/feature_releases.sql
{{ config(materialized='incremental', incremental_strategy='append') }}

select
  id as feature_id,
  name as feature_name,
  release_date,
  version,
  current_timestamp() as ingestion_timestamp
from {{ source('raw', 'feature_releases') }}
=== models/bronze/feature_usage_events.sql
{{ config(materialized='incremental', incremental_strategy='append', partition_by=['event_date']) }}

{#
  The raw events carry no id. The place of a record, its file's name and its row there, is one: the same on every load of
  the same file, unique without looking at other rows, and it leads back to the record in question.
#}
select
  concat(substring_index(_file, '/', -1), ':', _row) as event_id,
  user_id,
  feature_id,
  feature_name,
  event_type,
  `timestamp` as event_timestamp,
  cast(`timestamp` as date) as event_date,
  current_timestamp() as ingestion_timestamp
from {{ source('raw', 'feature_usage_events') }}
=== models/bronze/user_signups.sql
{{ config(materialized='table', partition_by=['signup_date']) }}

select
  user_id,
  email,
  signup_date,
  company_size,
  industry,
  current_timestamp() as ingestion_timestamp
from {{ source('raw', 'user_signups') }}
=== models/gold/_models.yml
version: 2

models:
  - name: feature_conversion_impact
    description: >
      For each feature, how many users converted among those who had used it, those who could have, and those for whom
      it came too late. Compare used_before_conversion with available_not_used.
    config:
      contract: {enforced: true}
    data_tests:
      - at_least_one_row
    columns:
      - name: feature_name
        data_type: string
        data_tests: [not_null]
      - name: cohort
        data_type: string
        data_tests:
          - accepted_values:
              arguments:
                values: [used_before_conversion, available_not_used, not_available]
      - name: total_users
        data_type: bigint
      - name: converted_users
        data_type: bigint
      - name: conversion_rate
        data_type: double
      - name: avg_days_to_convert
        data_type: double
      - name: avg_mrr
        data_type: double
=== models/gold/feature_conversion_impact.sql
{#
  Every user with every current feature, by what the user had done with it when deciding: at the latest conversion, or
  at the as-of date for those who have not converted.
#}
with latest_conversion as (
  {{ latest_conversion() }}
),

users as (
  select
    user_dim.user_id,
    latest_conversion.conversion_date,
    latest_conversion.days_to_convert,
    latest_conversion.mrr,
    coalesce(latest_conversion.conversion_date, cast('{{ var("as_of_date") }}' as date)) as reference_date
  from {{ ref('user_dim') }} as user_dim
  left join latest_conversion on latest_conversion.user_id = user_dim.user_id
),

features as (
  select
    feature_id,
    max(case when is_current then feature_name end) as feature_name,
    min(effective_from) as first_effective
  from {{ ref('feature_states') }}
  group by feature_id
  having max(case when is_current then feature_name end) is not null
),

judged as (
  select
    features.feature_name,
    users.conversion_date,
    users.days_to_convert,
    users.mrr,
    case
      when facts.first_used_date < users.conversion_date then 'used_before_conversion'
      when facts.first_used_date is not null and users.conversion_date is null then 'used_before_conversion'
      when features.first_effective <= users.reference_date then 'available_not_used'
      else 'not_available'
    end as cohort
  from users
  cross join features
  left join {{ ref('feature_usage_facts') }} as facts
    on facts.user_id = users.user_id and facts.feature_id = features.feature_id
)

select
  feature_name,
  cohort,
  count(*) as total_users,
  count(conversion_date) as converted_users,
  count(conversion_date) / count(*) as conversion_rate,
  avg(case when conversion_date is not null then days_to_convert end) as avg_days_to_convert,
  avg(case when conversion_date is not null then mrr end) as avg_mrr
from judged
group by feature_name, cohort
=== models/silver/_models.yml
version: 2

models:
  - name: feature_states
    description: Features as they were at any day; the open version ends on 9999-12-31.
    config:
      contract: {enforced: true}
    data_tests:
      - at_least_one_row
    columns:
      - name: feature_id
        data_type: string
        data_tests: [not_null]
      - name: feature_name
        data_type: string
        data_tests: [not_null]
      - name: version
        data_type: string
        data_tests: [not_null]
      - name: is_enabled
        data_type: boolean
      - name: effective_from
        data_type: date
        data_tests: [not_null]
      - name: effective_to
        data_type: date
        data_tests: [not_null]
      - name: is_current
        data_type: boolean
        data_tests: [not_null]
      - name: record_hash
        data_type: string
        description: md5 of feature_name|version.
        data_tests: [not_null]

  - name: user_dim
    description: One row a user, without personal data, with the plan of the latest conversion.
    config:
      contract: {enforced: true}
    data_tests:
      - at_least_one_row
    columns:
      - name: user_id
        data_type: string
        data_tests: [not_null, unique]
      - name: signup_date
        data_type: date
        data_tests: [not_null]
      - name: company_size
        data_type: string
      - name: industry
        data_type: string
      - name: current_plan
        data_type: string
        data_tests:
          - accepted_values:
              arguments:
                values: [free, pro, enterprise]

  - name: feature_usage_facts
    description: One row for a user and a feature that the user has touched.
    config:
      contract: {enforced: true}
    data_tests:
      - at_least_one_row
    columns:
      - name: user_id
        data_type: string
        data_tests:
          - not_null
          - relationships:
              arguments:
                to: ref('user_signups')
                field: user_id
      - name: feature_id
        data_type: string
        data_tests:
          - not_null
          - relationships:
              arguments:
                to: ref('feature_releases')
                field: feature_id
      - name: first_used_date
        data_type: date
      - name: last_used_date
        data_type: date
      - name: total_usage_count
        data_type: bigint
      - name: avg_daily_usage
        data_type: double
      - name: as_of_date
        data_type: date
=== models/silver/feature_states.sql
{{ config(
    materialized='scd2',
    unique_key='feature_id',
    sequence_by='release_date',
    track=['feature_name', 'version', 'is_enabled'],
    record_hash=['feature_name', 'version'],
    effective_to_current='9999-12-31'
) }}

{# Which version of a feature users had, and from when to when. #}
select
  feature_id,
  feature_name,
  version,
  true as is_enabled,
  release_date
from {{ ref('feature_releases') }}
=== models/silver/feature_usage_facts.sql
{{ config(materialized='table') }}

-- Facts of unknown users or features must not be published, so what is known has to be there first.
-- depends_on: {{ ref('user_signups') }}, {{ ref('feature_releases') }}

select
  user_id,
  feature_id,
  min(event_date) as first_used_date,
  max(event_date) as last_used_date,
  count(*) as total_usage_count,
  count(*) / (datediff(max(event_date), min(event_date)) + 1) as avg_daily_usage,
  cast('{{ var("as_of_date") }}' as date) as as_of_date
from {{ ref('feature_usage_events') }}
group by user_id, feature_id
=== models/silver/user_dim.sql
{{ config(materialized='table') }}

with latest_conversion as (
  {{ latest_conversion() }}
)

select
  signups.user_id,
  signups.signup_date,
  signups.company_size,
  signups.industry,
  coalesce(latest_conversion.plan, 'free') as current_plan
from {{ ref('user_signups') }} as signups
left join latest_conversion on latest_conversion.user_id = signups.user_id
=== sluice.yml
# What dbt's own files have no word for.
dialect: databricks

layers: [bronze, silver, gold]

# One job a table: assert input quality, process, assert output quality. Bronze by the clock, the rest when what they
# read has been published.
jobs:
  bronze_feature_releases:
    select: feature_releases
    schedule: "@daily"
    catchup: none
    retries: {count: 1, after: 5m}
  bronze_user_signups:
    select: user_signups
    schedule: "@daily"
    catchup: none
    retries: {count: 1, after: 5m}
  bronze_feature_usage_events:
    select: feature_usage_events
    schedule: "@daily"
    catchup: none
    retries: {count: 1, after: 5m}
  bronze_conversions:
    select: conversions
    schedule: "@daily"
    catchup: none
    retries: {count: 1, after: 5m}
  silver_feature_states:
    select: feature_states
    trigger: bronze.feature_releases
    retries: {count: 1, after: 5m}
  silver_user_dim:
    select: user_dim
    trigger: bronze.user_signups & bronze.conversions
    retries: {count: 1, after: 5m}
  silver_feature_usage_facts:
    select: feature_usage_facts
    trigger: bronze.feature_usage_events
    retries: {count: 1, after: 5m}
  gold_feature_conversion_impact:
    select: feature_conversion_impact
    trigger: silver.user_dim & silver.feature_states & silver.feature_usage_facts & bronze.conversions
    retries: {count: 1, after: 5m}
=== tests/every_conversion_is_of_a_known_user.sql
-- Conversions of people who never signed up.
select conversions.user_id, conversions.conversion_date, conversions.plan
from {{ ref('conversions') }} as conversions
left join {{ ref('user_dim') }} as user_dim on user_dim.user_id = conversions.user_id
where user_dim.user_id is null
=== tests/every_user_is_counted_for_every_feature.sql
-- The cohorts of a feature divide all users among them: none is lost, none counted twice.
with counted as (
  select feature_name, sum(total_users) as users
  from {{ ref('feature_conversion_impact') }}
  group by feature_name
),

expected as (
  select count(*) as users from {{ ref('user_dim') }}
)

select counted.feature_name, counted.users, expected.users as expected_users
from counted
cross join expected
where counted.users <> expected.users

"""#
}
