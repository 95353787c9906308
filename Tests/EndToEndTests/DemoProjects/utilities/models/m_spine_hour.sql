{{ dbt_utils.date_spine("hour", "cast('2020-01-01 22:30:00' as timestamp)", "cast('2020-01-02 03:00:00' as timestamp)") }}
