extension BuiltInMacros {
  /// dbt's macros for queries, series and dates.
  static let dbtGeneral = #"""
    {% macro get_merge_update_columns(merge_update_columns, merge_exclude_columns, dest_columns) -%}
      {%- if merge_update_columns -%}
        {{ return(merge_update_columns) }}
      {%- endif -%}
      {%- set kept = [] -%}
      {%- for column in dest_columns if column.name | lower not in (merge_exclude_columns or []) | map('lower') | list -%}
        {%- do kept.append(column.quoted) -%}
      {%- endfor -%}
      {{ return(kept) }}
    {%- endmacro %}

    {% macro current_timestamp_backcompat() -%}{{ dbt.current_timestamp() }}{%- endmacro %}
    {% macro current_timestamp_in_utc_backcompat() -%}{{ dbt.current_timestamp() }}{%- endmacro %}
    {% macro snapshot_get_time() -%}{{ dbt.current_timestamp() }}{%- endmacro %}

    {% macro get_quoted_csv(column_names) -%}
      {{ return(column_names | map('string') | map('replace', '"', '""') | map('tojson') | join(', ')) }}
    {%- endmacro %}

    {% macro drop_relation_if_exists(relation) -%}{%- endmacro %}
    {% macro create_schema(relation) -%}{{ adapter.create_schema(relation) }}{%- endmacro %}
    {% macro load_cached_relation(relation) -%}{{ return(adapter.get_relation(relation.database, relation.schema, relation.identifier)) }}{%- endmacro %}
    {% macro load_relation(relation) -%}{{ return(adapter.get_relation(relation.database, relation.schema, relation.identifier)) }}{%- endmacro %}
    {% macro get_columns_in_relation(relation) -%}{{ return(adapter.get_columns_in_relation(relation)) }}{%- endmacro %}
    {% macro noop_statement(name=none, message=none, code=none, rows_affected=none, res=none) -%}{%- endmacro %}
    {% macro should_store_failures() -%}
      {%- set own = config.get('store_failures') -%}
      {{ return(flags.STORE_FAILURES if own is none else own) }}
    {%- endmacro %}
    {% macro set_sql_header(config) -%}
      {%- do exceptions.warn("sql_header is not run on the embedded engine: " ~ caller() | trim) -%}
    {%- endmacro %}
    {% macro make_hook_config(sql, inside_transaction) -%}{{ tojson({"sql": sql, "transaction": inside_transaction}) }}{%- endmacro %}
    {% macro before_begin(sql) -%}{{ make_hook_config(sql, inside_transaction=false) }}{%- endmacro %}
    {% macro in_transaction(sql) -%}{{ make_hook_config(sql, inside_transaction=true) }}{%- endmacro %}
    {% macro after_commit(sql) -%}{{ make_hook_config(sql, inside_transaction=false) }}{%- endmacro %}
    {% macro run_hooks(hooks, inside_transaction=True) -%}{%- endmacro %}

    {% macro get_columns_in_query(select_sql) -%}
      {%- if not execute -%}{{ return([]) }}{%- endif -%}
      {{ return(run_query('select * from (' ~ select_sql ~ ') as __dbt_sbq where false limit 0').columns | map(attribute='name') | list) }}
    {%- endmacro %}

    {% macro get_powers_of_two(upper_bound) -%}
      {%- if upper_bound <= 0 -%}{{ exceptions.raise_compiler_error("upper bound must be positive") }}{%- endif -%}
      {%- for power in range(1, 100) -%}
        {%- if upper_bound <= 2 ** power -%}{{ return(power) }}{%- endif -%}
      {%- endfor -%}
    {%- endmacro %}

    {% macro generate_series(upper_bound) -%}
      {%- set n = dbt.get_powers_of_two(upper_bound) %}
        with p as (
            select 0 as generated_number union all select 1
        ), unioned as (

        select

        {% for i in range(n) -%}
        p{{ i }}.generated_number * power(2, {{ i }})
        {% if not loop.last %} + {% endif %}
        {%- endfor %}
        + 1
        as generated_number

        from

        {% for i in range(n) -%}
        p as p{{ i }}
        {% if not loop.last %} cross join {% endif %}
        {%- endfor %}

        )

        select *
        from unioned
        where generated_number <= {{ upper_bound }}
        order by generated_number
    {% endmacro %}

    {% macro get_intervals_between(start_date, end_date, datepart) -%}
      {%- call statement('get_intervals_between', fetch_result=True) %}
            select {{ dbt.datediff(start_date, end_date, datepart) }}
      {%- endcall -%}
      {%- set result = load_result('get_intervals_between') -%}
      {%- if result and result['data'] -%}{{ return(result['data'][0][0]) }}{%- endif -%}
      {{ return(1) }}
    {%- endmacro %}

    {% macro date_spine(datepart, start_date, end_date) -%}
    with rawdata as (

        {{ dbt.generate_series(dbt.get_intervals_between(start_date, end_date, datepart)) }}

    ),

    all_periods as (

        select (
            {{ dbt.dateadd(datepart, "row_number() over (order by generated_number) - 1", start_date) }}
        ) as date_{{ datepart }}
        from rawdata

    ),

    filtered as (

        select *
        from all_periods
        where date_{{ datepart }} <= {{ end_date }}

    )

    select * from filtered
    {%- endmacro %}

    {% macro partition_range(raw_partition_date, date_fmt='%Y%m%d') -%}
      {{ return([raw_partition_date]) }}
    {%- endmacro %}

    {% macro dates_in_range(start_date_str, end_date_str=none, in_fmt="%Y%m%d", out_fmt="%Y%m%d") -%}
      {%- set end_date_str = start_date_str if end_date_str is none else end_date_str -%}
      {%- set start_date = modules.datetime.datetime.strptime(start_date_str, in_fmt) -%}
      {%- set end_date = modules.datetime.datetime.strptime(end_date_str, in_fmt) -%}
      {%- set dates = [] -%}
      {%- for i in range(0, (end_date - start_date).days + 1) -%}
        {%- do dates.append((start_date + modules.datetime.timedelta(days=i)).strftime(out_fmt)) -%}
      {%- endfor -%}
      {{ return(dates) }}
    {%- endmacro %}

    {% macro convert_datetime(date_str, date_fmt) -%}
      {{ return(modules.datetime.datetime.strptime(date_str, date_fmt)) }}
    {%- endmacro %}

    {% macro py_current_timestring() -%}
      {{ return(modules.datetime.datetime.now().strftime("%Y%m%d%H%M%S%f")) }}
    {%- endmacro %}
    """#
}
