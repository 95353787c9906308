{% set kinds = dbt_utils.get_column_values(table=ref('events'), column='kind', order_by='count(*) desc, kind', max_records=3, where="amount > 0") %}
{% for k in kinds %}
select {{ loop.index }} as n, '{{ k | replace("'", "''") }}' as kind, {{ kinds | length }} as total
{% if not loop.last %}union all{% endif %}
{% endfor %}
