extension BuiltInMacros {
  /// dbt_expectations: tests of single rows, sets, patterns, order and uniqueness.
  static let dbtExpectationsRows = #"""
    {% macro _rows_where_not(model, condition, row_condition=none) %}
    select *
    from {{ model }}
    where
        not ({{ condition }})
        {%- if row_condition %}
        and ({{ row_condition }})
        {%- endif %}
    {% endmacro %}

    {% macro _aggregate_where_not(model, aggregate, condition, group_by=none, row_condition=none) %}
    {%- set keys = group_by or [] %}
    with measured as (

        select
            {% for key in keys -%}
            {{ key }} as col_{{ loop.index }},
            {% endfor -%}
            {{ aggregate }} as measured_value
        from {{ model }}
        {%- if row_condition %}
        where {{ row_condition }}
        {%- endif %}
        {%- if keys %}
        group by {{ keys | join(', ') }}
        {%- endif %}

    )

    select *
    from measured
    where not ({{ condition }})
    {% endmacro %}

    {% macro _between(value, min_value, max_value, strictly=false) -%}
      {%- if min_value is none and max_value is none -%}
        {{ exceptions.raise_compiler_error("You have to provide either a min_value, max_value or both.") }}
      {%- endif -%}
      {%- set sign = '' if strictly else '=' -%}
      1=1
      {%- if min_value is not none %} and {{ value }} >{{ sign }} {{ min_value }}{% endif -%}
      {%- if max_value is not none %} and {{ value }} <{{ sign }} {{ max_value }}{% endif -%}
    {%- endmacro %}

    {% macro _literal(value, quote=true) -%}
      {{ return("'" ~ (value | string | replace("'", "''")) ~ "'" if quote else value) }}
    {%- endmacro %}

    {% macro _set_query(values, quote=true) -%}
      {%- for value in values %}
        select {{ dbt_expectations._literal(value, quote) }} as value_field
        {%- if not loop.last %} union all{% endif %}
      {%- endfor %}
    {%- endmacro %}

    {% macro _regex(column, regex, is_raw=false, flags='') -%}
      {%- set pattern = "'" ~ (regex | replace("'", "''")) ~ "'" -%}
      {%- if target.type == 'postgres' or target.type == 'redshift' -%}
        ({{ column }} {{ '~*' if 'i' in flags else '~' }} {{ pattern }})
      {%- elif target.type == 'duckdb' -%}
        regexp_matches({{ column }}, {{ pattern }}{{ ", '" ~ flags ~ "'" if flags }})
      {%- elif target.type == 'bigquery' -%}
        regexp_contains({{ column }}, {{ "r" ~ pattern }})
      {%- elif target.type == 'databricks' or target.type == 'spark' -%}
        {%- set escaped = pattern if is_raw else pattern | replace('\\', '\\\\') -%}
        ({{ column }} rlike {{ escaped }})
      {%- elif target.type == 'snowflake' -%}
        {%- set escaped = pattern if is_raw else pattern | replace('\\', '\\\\') -%}
        (regexp_instr({{ column }}, {{ escaped }}, 1, 1, 0, '{{ flags }}') > 0)
      {%- else -%}
        regexp_matches({{ column }}, {{ pattern }}{{ ", '" ~ flags ~ "'" if flags }})
      {%- endif -%}
    {%- endmacro %}

    {% macro _column_facts(model, column_name, what, condition_sql) -%}
      {{ return(condition_sql) }}
    {%- endmacro %}

    {% macro _answer(fails, message) %}
    select '{{ message | replace("'", "''") }}' as problem
    {%- if not fails %}
    where 1 = 0
    {%- endif %}
    {% endmacro %}

    {% macro _names(model, transform='upper') -%}
      {%- set names = [] -%}
      {%- if execute -%}
        {%- for column in adapter.get_columns_in_relation(model) -%}
          {%- do names.append(column.name | upper if transform == 'upper' else (column.name | lower if transform == 'lower' else column.name)) -%}
        {%- endfor -%}
      {%- endif -%}
      {{ return(names) }}
    {%- endmacro %}

    {% macro _changed(names, transform='upper') -%}
      {{ return(names | map(transform) | list if transform in ['upper', 'lower'] else names) }}
    {%- endmacro %}

    {% test expression_is_true(model, expression, test_condition="= true", group_by_columns=None, row_condition=None) %}
    {% if group_by_columns %}
    {{ dbt_expectations._aggregate_where_not(model, '(' ~ expression ~ ')', 'measured_value ' ~ test_condition, group_by_columns, row_condition) }}
    {% else %}
    {{ dbt_expectations._rows_where_not(model, '(' ~ expression ~ ') ' ~ test_condition, row_condition) }}
    {% endif %}
    {% endtest %}

    {% test expect_column_values_to_be_null(model, column_name, row_condition=None) %}
    {{ dbt_expectations._rows_where_not(model, column_name ~ ' is null', row_condition) }}
    {% endtest %}
    {% test expect_column_values_to_not_be_null(model, column_name, row_condition=None) %}
    {{ dbt_expectations._rows_where_not(model, column_name ~ ' is not null', row_condition) }}
    {% endtest %}

    {% test expect_column_values_to_be_between(model, column_name, min_value=None, max_value=None, row_condition=None, strictly=False) %}
    {{ dbt_expectations._rows_where_not(model, dbt_expectations._between(column_name, min_value, max_value, strictly), row_condition) }}
    {% endtest %}
    {% test expect_column_value_lengths_to_equal(model, column_name, value, row_condition=None) %}
    {{ dbt_expectations._rows_where_not(model, 'length(' ~ column_name ~ ') = ' ~ value, row_condition) }}
    {% endtest %}
    {% test expect_column_value_lengths_to_be_between(model, column_name, min_value=None, max_value=None, row_condition=None, strictly=False) %}
    {{ dbt_expectations._rows_where_not(model, dbt_expectations._between('length(' ~ column_name ~ ')', min_value, max_value, strictly), row_condition) }}
    {% endtest %}

    {% test expect_column_values_to_be_in_set(model, column_name, value_set, quote_values=True, row_condition=None) %}
    with all_values as (

        select {{ column_name }} as value_field
        from {{ model }}
        {%- if row_condition %}
        where {{ row_condition }}
        {%- endif %}

    ),
    set_values as (
        {{ dbt_expectations._set_query(value_set, quote_values) }}
    )
    select v.value_field
    from all_values v
    left join set_values s on v.value_field = s.value_field
    where s.value_field is null
    {% endtest %}
    {% test expect_column_values_to_not_be_in_set(model, column_name, value_set, quote_values=True, row_condition=None) %}
    with all_values as (

        select {{ column_name }} as value_field
        from {{ model }}
        {%- if row_condition %}
        where {{ row_condition }}
        {%- endif %}

    ),
    set_values as (
        {{ dbt_expectations._set_query(value_set, quote_values) }}
    )
    select v.value_field
    from all_values v
    inner join set_values s on v.value_field = s.value_field
    {% endtest %}

    {% test expect_column_values_to_match_regex(model, column_name, regex, row_condition=None, is_raw=False, flags="") %}
    {{ dbt_expectations._rows_where_not(model, dbt_expectations._regex(column_name, regex, is_raw, flags), row_condition) }}
    {% endtest %}
    {% test expect_column_values_to_not_match_regex(model, column_name, regex, row_condition=None, is_raw=False, flags="") %}
    {{ dbt_expectations._rows_where_not(model, 'not ' ~ dbt_expectations._regex(column_name, regex, is_raw, flags), row_condition) }}
    {% endtest %}
    {% test expect_column_values_to_match_regex_list(model, column_name, regex_list, match_on="any", row_condition=None, is_raw=False, flags="") %}
    {%- set parts = [] -%}
    {%- for regex in regex_list -%}{%- do parts.append(dbt_expectations._regex(column_name, regex, is_raw, flags)) -%}{%- endfor -%}
    {{ dbt_expectations._rows_where_not(model, parts | join(' and ' if match_on == 'all' else ' or '), row_condition) }}
    {% endtest %}
    {% test expect_column_values_to_not_match_regex_list(model, column_name, regex_list, match_on="any", row_condition=None, is_raw=False, flags="") %}
    {%- set parts = [] -%}
    {%- for regex in regex_list -%}{%- do parts.append('not ' ~ dbt_expectations._regex(column_name, regex, is_raw, flags)) -%}{%- endfor -%}
    {{ dbt_expectations._rows_where_not(model, parts | join(' and ' if match_on == 'all' else ' or '), row_condition) }}
    {% endtest %}
    {% test expect_column_values_to_match_like_pattern(model, column_name, like_pattern, row_condition=None) %}
    {{ dbt_expectations._rows_where_not(model, column_name ~ ' like ' ~ dbt_expectations._literal(like_pattern), row_condition) }}
    {% endtest %}
    {% test expect_column_values_to_not_match_like_pattern(model, column_name, like_pattern, row_condition=None) %}
    {{ dbt_expectations._rows_where_not(model, column_name ~ ' not like ' ~ dbt_expectations._literal(like_pattern), row_condition) }}
    {% endtest %}
    {% test expect_column_values_to_match_like_pattern_list(model, column_name, like_pattern_list, match_on="any", row_condition=None) %}
    {%- set parts = [] -%}
    {%- for pattern in like_pattern_list -%}{%- do parts.append(column_name ~ ' like ' ~ dbt_expectations._literal(pattern)) -%}{%- endfor -%}
    {{ dbt_expectations._rows_where_not(model, parts | join(' and ' if match_on == 'all' else ' or '), row_condition) }}
    {% endtest %}
    {% test expect_column_values_to_not_match_like_pattern_list(model, column_name, like_pattern_list, match_on="any", row_condition=None) %}
    {%- set parts = [] -%}
    {%- for pattern in like_pattern_list -%}{%- do parts.append(column_name ~ ' not like ' ~ dbt_expectations._literal(pattern)) -%}{%- endfor -%}
    {{ dbt_expectations._rows_where_not(model, parts | join(' and ' if match_on == 'all' else ' or '), row_condition) }}
    {% endtest %}

    {% test expect_column_values_to_be_increasing(model, column_name, sort_column=None, strictly=True, row_condition=None, group_by=None, step=None) %}
    {%- set partition = 'partition by ' ~ (group_by | join(', ')) if group_by else '' -%}
    {%- set order = sort_column or column_name %}
    with ordered as (

        select
            {{ column_name }} as value_field,
            lag({{ column_name }}) over ({{ partition }} order by {{ order }}) as value_field_lag
        from {{ model }}
        {%- if row_condition %}
        where {{ row_condition }}
        {%- endif %}

    )
    select *
    from ordered
    where value_field_lag is not null
        and not (
            value_field {{ '>' if strictly else '>=' }} value_field_lag
            {%- if step %} and value_field - value_field_lag = {{ step }}{% endif %}
        )
    {% endtest %}
    {% test expect_column_values_to_be_decreasing(model, column_name, sort_column=None, strictly=True, row_condition=None, group_by=None) %}
    {%- set partition = 'partition by ' ~ (group_by | join(', ')) if group_by else '' -%}
    {%- set order = sort_column or column_name %}
    with ordered as (

        select
            {{ column_name }} as value_field,
            lag({{ column_name }}) over ({{ partition }} order by {{ order }}) as value_field_lag
        from {{ model }}
        {%- if row_condition %}
        where {{ row_condition }}
        {%- endif %}

    )
    select *
    from ordered
    where value_field_lag is not null and not (value_field {{ '<' if strictly else '<=' }} value_field_lag)
    {% endtest %}

    {% test expect_column_values_to_be_unique(model, column_name, row_condition=None) %}
    select {{ column_name }}, count(*) as n_records
    from {{ model }}
    where {{ column_name }} is not null
        {%- if row_condition %} and ({{ row_condition }}){% endif %}
    group by {{ column_name }}
    having count(*) > 1
    {% endtest %}
    {% test expect_compound_columns_to_be_unique(model, column_list, quote_columns=False, ignore_row_if="all_values_are_missing", row_condition=None) %}
    {%- set columns = [] -%}
    {%- for column in column_list -%}{%- do columns.append(adapter.quote(column) if quote_columns else column) -%}{%- endfor -%}
    {%- if ignore_row_if not in ['all_values_are_missing', 'any_value_is_missing', 'never'] -%}
      {{ exceptions.raise_compiler_error("`ignore_row_if` must be all_values_are_missing, any_value_is_missing or never; got " ~ ignore_row_if) }}
    {%- endif %}
    select {{ columns | join(', ') }}, count(*) as n_records
    from {{ model }}
    where 1=1
        {%- if row_condition %} and ({{ row_condition }}){% endif %}
        {%- if ignore_row_if != 'never' %}
        and not (
            {%- for column in columns %}
            {{ column }} is null{{ (' or' if ignore_row_if == 'any_value_is_missing' else ' and') if not loop.last }}
            {%- endfor %}
        )
        {%- endif %}
    group by {{ columns | join(', ') }}
    having count(*) > 1
    {% endtest %}
    {% test expect_select_column_values_to_be_unique_within_record(model, column_list, quote_columns=False, ignore_row_if="all_values_are_missing", row_condition=None) %}
    {%- set columns = [] -%}
    {%- for column in column_list -%}{%- do columns.append(adapter.quote(column) if quote_columns else column) -%}{%- endfor %}
    select *
    from {{ model }}
    where (
        {%- set pairs = [] -%}
        {%- for left in columns -%}{%- set outer = loop.index -%}
          {%- for right in columns -%}{%- if loop.index > outer -%}{%- do pairs.append(left ~ ' = ' ~ right) -%}{%- endif -%}{%- endfor -%}
        {%- endfor -%}
        {{ pairs | join(' or ') }}
    )
        {%- if row_condition %} and ({{ row_condition }}){% endif %}
        {%- if ignore_row_if == 'any_value_is_missing' %} and {{ columns | join(' is not null and ') }} is not null{% endif %}
    {% endtest %}
    {% test expect_column_values_to_have_consistent_casing(model, column_name, display_inconsistent_columns=False) %}
    select lower({{ column_name }}) as folded, count(distinct {{ column_name }}) as spellings
    from {{ model }}
    group by lower({{ column_name }})
    having count(distinct {{ column_name }}) > 1
    {% endtest %}
    """#
}
