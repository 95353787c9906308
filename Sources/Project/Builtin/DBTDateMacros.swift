extension BuiltInMacros {
  /// dbt_date: parts of dates, names, weeks, days relative to today, and the clock.
  static let dbtDate = #"""
    {% macro get_base_dates(start_date=none, end_date=none, n_dateparts=none, datepart='day') -%}
      {%- if start_date and end_date -%}
        {%- set from = "cast('" ~ start_date ~ "' as " ~ dbt.type_timestamp() ~ ")" -%}
        {%- set to = "cast('" ~ end_date ~ "' as " ~ dbt.type_timestamp() ~ ")" -%}
      {%- else -%}
        {%- set from = dbt.dateadd(datepart, -1 * n_dateparts, dbt_date.today()) -%}
        {%- set to = dbt_date.tomorrow() -%}
      {%- endif -%}
      with date_spine as (
        {{ dbt_utils.date_spine(datepart=datepart, start_date=from, end_date=to) }}
      )
      select cast(d.date_{{ datepart }} as {{ dbt.type_timestamp() }}) as date_{{ datepart }} from date_spine d
    {%- endmacro %}
    {% macro date_spine(datepart, start_date, end_date) -%}
      {{ dbt_utils.date_spine(datepart, start_date, end_date) }}
    {%- endmacro %}

    {% macro convert_timezone(column, target_tz=none, source_tz=none) -%}
      {%- set target_tz = target_tz or var('dbt_date:time_zone', 'UTC') -%}
      {{ return(adapter.dispatch('convert_timezone', 'dbt_date')(column, target_tz, source_tz or 'UTC')) }}
    {%- endmacro %}
    {% macro default__convert_timezone(column, target_tz, source_tz) -%}
      convert_timezone('{{ source_tz }}', '{{ target_tz }}', cast({{ column }} as {{ dbt.type_timestamp() }}))
    {%- endmacro %}
    {% macro postgres__convert_timezone(column, target_tz, source_tz) -%}
      cast(cast({{ column }} as {{ dbt.type_timestamp() }}) at time zone '{{ source_tz }}' at time zone '{{ target_tz }}' as {{ dbt.type_timestamp() }})
    {%- endmacro %}
    {% macro redshift__convert_timezone(column, target_tz, source_tz) -%}
      {{ return(dbt_date.default__convert_timezone(column, target_tz, source_tz)) }}
    {%- endmacro %}
    {% macro duckdb__convert_timezone(column, target_tz, source_tz) -%}
      {{ return(dbt_date.postgres__convert_timezone(column, target_tz, source_tz)) }}
    {%- endmacro %}
    {% macro bigquery__convert_timezone(column, target_tz, source_tz) -%}
      timestamp(datetime({{ column }}, '{{ target_tz }}'))
    {%- endmacro %}
    {% macro spark__convert_timezone(column, target_tz, source_tz) -%}
      from_utc_timestamp(to_utc_timestamp({{ column }}, '{{ source_tz }}'), '{{ target_tz }}')
    {%- endmacro %}

    {% macro now(tz=none) -%}{{ dbt_date.convert_timezone(dbt.current_timestamp(), tz) }}{%- endmacro %}
    {% macro today(tz=none) -%}cast({{ dbt_date.now(tz) }} as date){%- endmacro %}
    {% macro n_days_ago(n, date=none, tz=none) -%}
      cast({{ dbt.dateadd('day', -1 * (n | int), date or dbt_date.today(tz)) }} as date)
    {%- endmacro %}
    {% macro n_days_away(n, date=none, tz=none) -%}{{ dbt_date.n_days_ago(-1 * (n | int), date, tz) }}{%- endmacro %}
    {% macro yesterday(date=none, tz=none) -%}{{ dbt_date.n_days_ago(1, date, tz) }}{%- endmacro %}
    {% macro tomorrow(date=none, tz=none) -%}{{ dbt_date.n_days_away(1, date, tz) }}{%- endmacro %}
    {% macro n_weeks_ago(n, tz=none) -%}
      {{ dbt.dateadd('week', -1 * (n | int), dbt.date_trunc('week', dbt_date.today(tz))) }}
    {%- endmacro %}
    {% macro n_weeks_away(n, tz=none) -%}{{ dbt_date.n_weeks_ago(-1 * (n | int), tz) }}{%- endmacro %}
    {% macro n_months_ago(n, tz=none) -%}
      {{ dbt.dateadd('month', -1 * (n | int), dbt.date_trunc('month', dbt_date.today(tz))) }}
    {%- endmacro %}
    {% macro n_months_away(n, tz=none) -%}{{ dbt_date.n_months_ago(-1 * (n | int), tz) }}{%- endmacro %}
    {% macro this_week(tz=none) -%}{{ dbt.date_trunc('week', dbt_date.today(tz)) }}{%- endmacro %}
    {% macro this_month(tz=none) -%}{{ dbt.date_trunc('month', dbt_date.today(tz)) }}{%- endmacro %}
    {% macro last_week(tz=none) -%}{{ dbt_date.n_weeks_ago(1, tz) }}{%- endmacro %}
    {% macro next_week(tz=none) -%}{{ dbt_date.n_weeks_away(1, tz) }}{%- endmacro %}
    {% macro last_month(tz=none) -%}{{ dbt_date.n_months_ago(1, tz) }}{%- endmacro %}
    {% macro next_month(tz=none) -%}{{ dbt_date.n_months_away(1, tz) }}{%- endmacro %}
    {% macro last_month_number(tz=none) -%}{{ dbt_date.date_part('month', dbt_date.last_month(tz)) }}{%- endmacro %}
    {% macro next_month_number(tz=none) -%}{{ dbt_date.date_part('month', dbt_date.next_month(tz)) }}{%- endmacro %}
    {% macro last_month_name(short=true, tz=none) -%}{{ dbt_date.month_name(dbt_date.last_month(tz), short) }}{%- endmacro %}
    {% macro next_month_name(short=true, tz=none) -%}{{ dbt_date.month_name(dbt_date.next_month(tz), short) }}{%- endmacro %}
    {% macro periods_since(date_col, period_name='day', tz=none) -%}
      {{ dbt.datediff(date_col, dbt_date.now(tz), period_name) }}
    {%- endmacro %}
    {% macro round_timestamp(timestamp) -%}
      {{ dbt.date_trunc('day', dbt.dateadd('hour', 12, timestamp)) }}
    {%- endmacro %}

    {% macro date_part(datepart, date) -%}
      {{ return(adapter.dispatch('date_part', 'dbt_date')(datepart, date)) }}
    {%- endmacro %}
    {% macro default__date_part(datepart, date) -%}date_part('{{ datepart }}', {{ date }}){%- endmacro %}
    {% macro bigquery__date_part(datepart, date) -%}extract({{ datepart }} from {{ date }}){%- endmacro %}
    {% macro spark__date_part(datepart, date) -%}extract({{ datepart }} from {{ date }}){%- endmacro %}

    {% macro day_of_month(date) -%}{{ dbt_date.date_part('day', date) }}{%- endmacro %}
    {% macro day_of_year(date) -%}
      {{ dbt_date.date_part('doy' if target.type in ['postgres', 'redshift', 'duckdb', 'sqlite', 'local'] else 'dayofyear', date) }}
    {%- endmacro %}
    {# 1 to 7: from Monday, or from Sunday when weeks are not ISO's. #}
    {% macro day_of_week(date, isoweek=true) -%}
      {{ return(adapter.dispatch('day_of_week', 'dbt_date')(date, isoweek)) }}
    {%- endmacro %}
    {% macro default__day_of_week(date, isoweek) -%}
      {%- set day = 'extract(dow from ' ~ date ~ ')' -%}
      {%- if isoweek -%}case when {{ day }} = 0 then 7 else {{ day }} end{%- else -%}({{ day }} + 1){%- endif -%}
    {%- endmacro %}
    {% macro snowflake__day_of_week(date, isoweek) -%}
      {%- if isoweek -%}date_part('dayofweekiso', {{ date }}){%- else -%}
      case when date_part('dayofweekiso', {{ date }}) = 7 then 1 else date_part('dayofweekiso', {{ date }}) + 1 end
      {%- endif -%}
    {%- endmacro %}
    {% macro bigquery__day_of_week(date, isoweek) -%}
      {%- set day = 'extract(dayofweek from ' ~ date ~ ')' -%}
      {%- if isoweek -%}case when {{ day }} = 1 then 7 else {{ day }} - 1 end{%- else -%}{{ day }}{%- endif -%}
    {%- endmacro %}
    {% macro spark__day_of_week(date, isoweek) -%}
      {%- set day = 'dayofweek(' ~ date ~ ')' -%}
      {%- if isoweek -%}case when {{ day }} = 1 then 7 else {{ day }} - 1 end{%- else -%}{{ day }}{%- endif -%}
    {%- endmacro %}

    {% macro day_name(date, short=true, language=none) -%}
      {{ return(adapter.dispatch('day_name', 'dbt_date')(date, short)) }}
    {%- endmacro %}
    {% macro default__day_name(date, short) -%}to_char({{ date }}, '{{ 'Dy' if short else 'FMDay' }}'){%- endmacro %}
    {% macro duckdb__day_name(date, short) -%}
      {%- if short -%}substr(dayname({{ date }}), 1, 3){%- else -%}dayname({{ date }}){%- endif -%}
    {%- endmacro %}
    {% macro snowflake__day_name(date, short) -%}
      {%- if short -%}dayname({{ date }}){%- else -%}
      case dayname({{ date }}) when 'Mon' then 'Monday' when 'Tue' then 'Tuesday' when 'Wed' then 'Wednesday' when 'Thu' then 'Thursday' when 'Fri' then 'Friday' when 'Sat' then 'Saturday' when 'Sun' then 'Sunday' end
      {%- endif -%}
    {%- endmacro %}
    {% macro bigquery__day_name(date, short) -%}format_date('{{ '%a' if short else '%A' }}', cast({{ date }} as date)){%- endmacro %}
    {% macro spark__day_name(date, short) -%}date_format({{ date }}, '{{ 'E' if short else 'EEEE' }}'){%- endmacro %}

    {% macro month_name(date, short=true, language=none) -%}
      {{ return(adapter.dispatch('month_name', 'dbt_date')(date, short)) }}
    {%- endmacro %}
    {% macro default__month_name(date, short) -%}to_char({{ date }}, '{{ 'Mon' if short else 'FMMonth' }}'){%- endmacro %}
    {% macro duckdb__month_name(date, short) -%}
      {%- if short -%}substr(monthname({{ date }}), 1, 3){%- else -%}monthname({{ date }}){%- endif -%}
    {%- endmacro %}
    {% macro snowflake__month_name(date, short) -%}to_char({{ date }}, '{{ 'MON' if short else 'MMMM' }}'){%- endmacro %}
    {% macro bigquery__month_name(date, short) -%}format_date('{{ '%b' if short else '%B' }}', cast({{ date }} as date)){%- endmacro %}
    {% macro spark__month_name(date, short) -%}date_format({{ date }}, '{{ 'MMM' if short else 'MMMM' }}'){%- endmacro %}

    {# Weeks begin on Sunday here, ISO weeks on Monday. #}
    {% macro week_start(date=none, tz=none) -%}
      {%- set day = date or dbt_date.today(tz) -%}
      {%- if target.type == 'bigquery' -%}cast({{ dbt.date_trunc('week', day) }} as date){%- else -%}
      cast({{ dbt.dateadd('day', -1, dbt.date_trunc('week', dbt.dateadd('day', 1, day))) }} as date)
      {%- endif -%}
    {%- endmacro %}
    {% macro week_end(date=none, tz=none) -%}
      cast({{ dbt.dateadd('day', 6, dbt_date.week_start(date, tz)) }} as date)
    {%- endmacro %}
    {% macro iso_week_start(date=none, tz=none) -%}
      cast({{ dbt.date_trunc('isoweek' if target.type == 'bigquery' else 'week', date or dbt_date.today(tz)) }} as date)
    {%- endmacro %}
    {% macro iso_week_end(date=none, tz=none) -%}
      cast({{ dbt.dateadd('day', 6, dbt_date.iso_week_start(date, tz)) }} as date)
    {%- endmacro %}
    {% macro next_week_start_date(tz=none) -%}{{ dbt_date.week_start(dbt_date.next_week(tz), tz) }}{%- endmacro %}
    {% macro last_week_start_date(tz=none) -%}{{ dbt_date.week_start(dbt_date.last_week(tz), tz) }}{%- endmacro %}

    {% macro week_of_year(date=none, tz=none) -%}
      {{ return(adapter.dispatch('week_of_year', 'dbt_date')(date or dbt_date.today(tz))) }}
    {%- endmacro %}
    {% macro default__week_of_year(date) -%}cast(extract(week from {{ date }}) as {{ dbt.type_int() }}){%- endmacro %}
    {# Week 1 begins with the year's first day. #}
    {% macro postgres__week_of_year(date) -%}cast(to_char({{ date }}, 'WW') as {{ dbt.type_int() }}){%- endmacro %}
    {% macro duckdb__week_of_year(date) -%}cast(ceil(dayofyear({{ date }}) / 7) as int){%- endmacro %}
    {% macro iso_week_of_year(date=none, tz=none) -%}
      {%- set part = {'snowflake': 'weekiso', 'bigquery': 'isoweek'}.get(target.type, 'week') -%}
      cast(extract({{ part }} from {{ date or dbt_date.today(tz) }}) as {{ dbt.type_int() }})
    {%- endmacro %}

    {% macro from_unixtimestamp(epochs, format='seconds') -%}
      {{ return(adapter.dispatch('from_unixtimestamp', 'dbt_date')(epochs, format)) }}
    {%- endmacro %}
    {% macro default__from_unixtimestamp(epochs, format) -%}
      {%- set divisor = {'seconds': '', 'milliseconds': ' / 1000', 'microseconds': ' / 1000000'}[format] -%}
      cast(to_timestamp({{ epochs }}{{ divisor }}) at time zone 'UTC' as {{ dbt.type_timestamp() }})
    {%- endmacro %}
    {% macro snowflake__from_unixtimestamp(epochs, format) -%}
      {%- set scale = {'seconds': 0, 'milliseconds': 3, 'microseconds': 6}[format] -%}
      to_timestamp_ntz({{ epochs }}, {{ scale }})
    {%- endmacro %}
    {% macro bigquery__from_unixtimestamp(epochs, format) -%}
      {%- set name = {'seconds': 'timestamp_seconds', 'milliseconds': 'timestamp_millis', 'microseconds': 'timestamp_micros'}[format] -%}
      {{ name }}({{ epochs }})
    {%- endmacro %}
    {% macro spark__from_unixtimestamp(epochs, format) -%}
      {%- set divisor = {'seconds': '', 'milliseconds': ' / 1000', 'microseconds': ' / 1000000'}[format] -%}
      cast(from_unixtime({{ epochs }}{{ divisor }}) as timestamp)
    {%- endmacro %}
    {% macro to_unixtimestamp(timestamp) -%}
      {%- if target.type == 'snowflake' -%}date_part('epoch_seconds', {{ timestamp }})
      {%- elif target.type == 'bigquery' -%}unix_seconds({{ timestamp }})
      {%- elif target.type in ['spark', 'databricks'] -%}unix_timestamp({{ timestamp }})
      {%- else -%}date_part('epoch', {{ timestamp }}){%- endif -%}
    {%- endmacro %}

    {% macro get_date_dimension(start_date, end_date) -%}
    {%- set int = dbt.type_int() -%}
    with base_dates as (
        {{ dbt_date.get_base_dates(start_date, end_date) }}
    ),
    dates_with_prior_year_dates as (
        select
            cast(d.date_day as date) as date_day,
            cast({{ dbt.dateadd('year', -1, 'd.date_day') }} as date) as prior_year_date_day,
            cast({{ dbt.dateadd('day', -364, 'd.date_day') }} as date) as prior_year_over_year_date_day
        from base_dates d
    )
    select
        d.date_day,
        {{ dbt_date.yesterday('d.date_day') }} as prior_date_day,
        {{ dbt_date.tomorrow('d.date_day') }} as next_date_day,
        d.prior_year_date_day as prior_year_date_day,
        d.prior_year_over_year_date_day,
        {{ dbt_date.day_of_week('d.date_day', isoweek=false) }} as day_of_week,
        {{ dbt_date.day_of_week('d.date_day', isoweek=true) }} as day_of_week_iso,
        {{ dbt_date.day_name('d.date_day', short=false) }} as day_of_week_name,
        {{ dbt_date.day_name('d.date_day', short=true) }} as day_of_week_name_short,
        {{ dbt_date.day_of_month('d.date_day') }} as day_of_month,
        {{ dbt_date.day_of_year('d.date_day') }} as day_of_year,
        {{ dbt_date.week_start('d.date_day') }} as week_start_date,
        {{ dbt_date.week_end('d.date_day') }} as week_end_date,
        {{ dbt_date.week_start('d.prior_year_over_year_date_day') }} as prior_year_week_start_date,
        {{ dbt_date.week_end('d.prior_year_over_year_date_day') }} as prior_year_week_end_date,
        {{ dbt_date.week_of_year('d.date_day') }} as week_of_year,
        {{ dbt_date.iso_week_start('d.date_day') }} as iso_week_start_date,
        {{ dbt_date.iso_week_end('d.date_day') }} as iso_week_end_date,
        {{ dbt_date.iso_week_start('d.prior_year_over_year_date_day') }} as prior_year_iso_week_start_date,
        {{ dbt_date.iso_week_end('d.prior_year_over_year_date_day') }} as prior_year_iso_week_end_date,
        {{ dbt_date.iso_week_of_year('d.date_day') }} as iso_week_of_year,
        {{ dbt_date.week_of_year('d.prior_year_over_year_date_day') }} as prior_year_week_of_year,
        {{ dbt_date.iso_week_of_year('d.prior_year_over_year_date_day') }} as prior_year_iso_week_of_year,
        cast({{ dbt_date.date_part('month', 'd.date_day') }} as {{ int }}) as month_of_year,
        {{ dbt_date.month_name('d.date_day', short=false) }} as month_name,
        {{ dbt_date.month_name('d.date_day', short=true) }} as month_name_short,
        cast({{ dbt.date_trunc('month', 'd.date_day') }} as date) as month_start_date,
        cast({{ dbt.last_day('d.date_day', 'month') }} as date) as month_end_date,
        cast({{ dbt.date_trunc('month', 'd.prior_year_date_day') }} as date) as prior_year_month_start_date,
        cast({{ dbt.last_day('d.prior_year_date_day', 'month') }} as date) as prior_year_month_end_date,
        cast({{ dbt_date.date_part('quarter', 'd.date_day') }} as {{ int }}) as quarter_of_year,
        cast({{ dbt.date_trunc('quarter', 'd.date_day') }} as date) as quarter_start_date,
        cast({{ dbt.last_day('d.date_day', 'quarter') }} as date) as quarter_end_date,
        cast({{ dbt_date.date_part('year', 'd.date_day') }} as {{ int }}) as year_number,
        cast({{ dbt.date_trunc('year', 'd.date_day') }} as date) as year_start_date,
        cast({{ dbt.last_day('d.date_day', 'year') }} as date) as year_end_date
    from dates_with_prior_year_dates d
    order by 1
    {%- endmacro %}
    """#
}
