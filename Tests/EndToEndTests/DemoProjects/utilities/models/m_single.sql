{% set most = dbt_utils.get_single_value("select max(amount) from " ~ ref('events')) %}
{% set none_there = dbt_utils.get_single_value("select kind from " ~ ref('events') ~ " where 1 = 0", 'nothing') %}
{% set d = dbt_utils.get_query_results_as_dict("select kind, count(*) as n from " ~ ref('events') ~ " group by 1 order by 1") %}
select {{ most if execute else 0 }} as most, '{{ none_there }}' as dflt, '{{ d | tojson | replace("'", "") }}' as dict_text, {{ (d['n'] or d['N'] or [0]) | sum }} as total
