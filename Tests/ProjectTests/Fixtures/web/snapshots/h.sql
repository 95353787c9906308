{% snapshot h0 %}{{ config(unique_key='id', strategy='check', check_cols=['id'], target_schema='hist') }}select * from {{ ref('b3') }}{% endsnapshot %}
