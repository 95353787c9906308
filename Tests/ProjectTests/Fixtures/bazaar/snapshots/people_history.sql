{% snapshot people_history %}
{{ config(target_schema='snaps', strategy='timestamp', updated_at='at', invalidate_hard_deletes=true, tags=['block']) }}
select * from {{ ref('stage_people') }}
{% endsnapshot %}

{% snapshot people_checked %}
{{ config(strategy='check', check_cols=['name'], unique_key=['id', 'name'], schema='hist', alias='pc') }}
select * from {{ source('raw', 'people') }}
{% endsnapshot %}
