with spine as ({{ dbt_utils.date_spine("month", "to_date('01/31/2020', 'mm/dd/yyyy')" if target.type == 'postgres' else "cast('2020-01-31' as date)", "cast('2020-08-01' as timestamp)") }})
select cast(date_month as date) as d, extract(year from date_month) as y, date_month from spine
