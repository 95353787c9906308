select user_id, kind, count(*) as n, sum(amount) as total, avg(amount) as mean from {{ ref('events') }} {{ dbt_utils.group_by(2) }} order by 1, 2
