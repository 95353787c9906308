extension BuiltInMacros {
  /// dbt_date: the part of it that projects use.
  static let dbtDate = #"""
    {% macro get_base_dates(start_date=none, end_date=none, n_dateparts=none, datepart='day') -%}
      {{ dbt_utils.date_spine(datepart, "cast('" ~ start_date ~ "' as date)", "cast('" ~ end_date ~ "' as date)") }}
    {%- endmacro %}
    {% macro now(tz=none) -%}{{ dbt.current_timestamp() }}{%- endmacro %}
    {% macro today(tz=none) -%}cast({{ dbt.current_timestamp() }} as date){%- endmacro %}
    {% macro yesterday(date=none, tz=none) -%}{{ dbt.dateadd('day', -1, date or dbt_date.today()) }}{%- endmacro %}
    {% macro date_part(datepart, date) -%}extract({{ datepart }} from {{ date }}){%- endmacro %}
    {% macro n_days_ago(n, date=none, tz=none) -%}{{ dbt.dateadd('day', -1 * n, date or dbt_date.today()) }}{%- endmacro %}
    {% macro day_of_week(date, isoweek=true) -%}extract({{ 'isodow' if isoweek else 'dow' }} from {{ date }}){%- endmacro %}
    """#
}
