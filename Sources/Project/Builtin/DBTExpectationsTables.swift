extension BuiltInMacros {
  /// dbt_expectations: tests of row counts, columns and recency.
  static let dbtExpectationsTables = #"""
    {% test expect_table_row_count_to_equal(model, value, group_by=None, row_condition=None) %}
    {{ dbt_expectations._aggregate_where_not(model, 'count(*)', 'measured_value = ' ~ value, group_by, row_condition) }}
    {% endtest %}
    {% test expect_table_row_count_to_be_between(model, min_value=None, max_value=None, group_by=None, row_condition=None, strictly=False) %}
    {{ dbt_expectations._aggregate_where_not(model, 'count(*)', dbt_expectations._between('measured_value', min_value, max_value, strictly), group_by, row_condition) }}
    {% endtest %}
    {% test expect_table_row_count_to_equal_other_table(model, compare_model, group_by=None, compare_group_by=None, factor=1, row_condition=None, compare_row_condition=None) %}
    with counted as (
        select
            (select count(*) from {{ model }}{{ ' where ' ~ row_condition if row_condition }}) as own_count,
            (select count(*) from {{ compare_model }}{{ ' where ' ~ compare_row_condition if compare_row_condition }}) * {{ factor }} as other_count
    )
    select * from counted where not (own_count = other_count)
    {% endtest %}
    {% test expect_table_row_count_to_equal_other_table_times_factor(model, compare_model, factor, group_by=None, compare_group_by=None, row_condition=None, compare_row_condition=None) %}
    with counted as (
        select
            (select count(*) from {{ model }}{{ ' where ' ~ row_condition if row_condition }}) as own_count,
            (select count(*) from {{ compare_model }}{{ ' where ' ~ compare_row_condition if compare_row_condition }}) * {{ factor }} as other_count
    )
    select * from counted where not (own_count = other_count)
    {% endtest %}
    {% test expect_table_aggregation_to_equal_other_table(model, expression, compare_model, compare_expression=None, group_by=None, compare_group_by=None, row_condition=None, compare_row_condition=None, tolerance=0.0, tolerance_percent=None) %}
    with measured as (
        select
            (select {{ expression }} from {{ model }}{{ ' where ' ~ row_condition if row_condition }}) as own_value,
            (select {{ compare_expression or expression }} from {{ compare_model }}{{ ' where ' ~ compare_row_condition if compare_row_condition }}) as other_value
    )
    select * from measured
    where not (
        {%- if tolerance_percent %} abs(own_value - other_value) <= {{ tolerance_percent }} * abs(own_value)
        {%- else %} abs(own_value - other_value) <= {{ tolerance }}
        {%- endif %}
    )
    {% endtest %}

    {% test expect_column_to_exist(model, column_name, column_index=None, transform="upper") %}
    {%- set names = dbt_expectations._names(model, transform) -%}
    {%- set wanted = dbt_expectations._changed([column_name], transform)[0] -%}
    {%- set there = wanted in names and (column_index is none or names.index(wanted) + 1 == column_index) -%}
    {{ dbt_expectations._answer(execute and not there, 'column ' ~ column_name ~ ' is not there' ~ (' in place ' ~ column_index if column_index is not none)) }}
    {% endtest %}
    {% test expect_column_values_to_be_of_type(model, column_name, column_type) %}
    {{ dbt_expectations._types(model, column_name, [column_type]) }}
    {% endtest %}
    {% test expect_column_values_to_be_in_type_list(model, column_name, column_type_list) %}
    {{ dbt_expectations._types(model, column_name, column_type_list) }}
    {% endtest %}
    {% macro _types(model, column_name, wanted) %}
    {%- set found = [] -%}
    {%- for column in (adapter.get_columns_in_relation(model) if execute else []) if column.name | upper == column_name | upper -%}
      {%- do found.append(column.dtype | upper) -%}
    {%- endfor -%}
    {%- set fits = found and found[0] in (wanted | map('upper') | list) -%}
    {{ dbt_expectations._answer(execute and not fits, 'column ' ~ column_name ~ ' is ' ~ (found[0] if found else 'not there') ~ ', not ' ~ (wanted | join(' or '))) }}
    {% endmacro %}
    {% test expect_table_column_count_to_equal(model, value) %}
    {%- set count = dbt_expectations._names(model) | length -%}
    {{ dbt_expectations._answer(execute and count != value, 'the table has ' ~ count ~ ' columns, not ' ~ value) }}
    {% endtest %}
    {% test expect_table_column_count_to_be_between(model, min_value=None, max_value=None, strictly=False) %}
    {%- set count = dbt_expectations._names(model) | length -%}
    {%- set low = min_value is none or count > min_value or (not strictly and count == min_value) -%}
    {%- set high = max_value is none or count < max_value or (not strictly and count == max_value) -%}
    {{ dbt_expectations._answer(execute and not (low and high), 'the table has ' ~ count ~ ' columns') }}
    {% endtest %}
    {% test expect_table_column_count_to_equal_other_table(model, compare_model) %}
    {%- set count = dbt_expectations._names(model) | length -%}
    {%- set other = dbt_expectations._names(compare_model) | length -%}
    {{ dbt_expectations._answer(execute and count != other, 'the table has ' ~ count ~ ' columns, the other ' ~ other) }}
    {% endtest %}
    {% test expect_table_columns_to_contain_set(model, column_list, transform="upper") %}
    {{ dbt_expectations._columns(model, column_list, transform, 'contain') }}
    {% endtest %}
    {% test expect_table_columns_to_not_contain_set(model, column_list, transform="upper") %}
    {{ dbt_expectations._columns(model, column_list, transform, 'not_contain') }}
    {% endtest %}
    {% test expect_table_columns_to_match_set(model, column_list, transform="upper") %}
    {{ dbt_expectations._columns(model, column_list, transform, 'match') }}
    {% endtest %}
    {% test expect_table_columns_to_match_ordered_list(model, column_list, transform="upper") %}
    {{ dbt_expectations._columns(model, column_list, transform, 'ordered') }}
    {% endtest %}
    {% macro _columns(model, column_list, transform, how) %}
    {%- set names = dbt_expectations._names(model, transform) -%}
    {%- set wanted = dbt_expectations._changed(column_list, transform) -%}
    {%- set missing = wanted | reject('in', names) | list -%}
    {%- set extra = names | reject('in', wanted) | list -%}
    {%- set common = wanted | select('in', names) | list -%}
    {%- if how == 'contain' -%}{%- set fails = missing | length > 0 -%}
    {%- elif how == 'not_contain' -%}{%- set fails = common | length > 0 -%}
    {%- elif how == 'match' -%}{%- set fails = missing | length > 0 or extra | length > 0 -%}
    {%- else -%}{%- set fails = names != wanted -%}
    {%- endif -%}
    {{ dbt_expectations._answer(execute and fails, 'missing: ' ~ (missing | join(', ')) ~ '; not expected: ' ~ ((common if how == 'not_contain' else extra) | join(', '))) }}
    {% endmacro %}

    {% test expect_row_values_to_have_recent_data(model, column_name, datepart, interval, row_condition=None) %}
    with latest as (
        select max({{ column_name }}) as most_recent
        from {{ model }}{{ ' where ' ~ row_condition if row_condition }}
    )
    select *
    from latest
    where most_recent is null
        or not (cast(most_recent as {{ dbt.type_timestamp() }}) >= cast({{ dbt.dateadd(datepart, interval * -1, dbt.current_timestamp()) }} as {{ dbt.type_timestamp() }}))
    {% endtest %}
    {% test expect_grouped_row_values_to_have_recent_data(model, group_by, timestamp_column, datepart, interval, row_condition=None) %}
    with latest as (
        select {{ group_by | join(', ') }}, max({{ timestamp_column }}) as most_recent
        from {{ model }}{{ ' where ' ~ row_condition if row_condition }}
        group by {{ group_by | join(', ') }}
    )
    select *
    from latest
    where not (cast(most_recent as {{ dbt.type_timestamp() }}) >= cast({{ dbt.dateadd(datepart, interval * -1, dbt.current_timestamp()) }} as {{ dbt.type_timestamp() }}))
    {% endtest %}
    """#
}
