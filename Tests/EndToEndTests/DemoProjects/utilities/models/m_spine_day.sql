{{ dbt_utils.date_spine(datepart="day", start_date="cast('2020-02-25' as date)", end_date="cast('2020-03-03' as date)") }}
