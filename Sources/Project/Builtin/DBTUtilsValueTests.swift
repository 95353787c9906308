extension BuiltInMacros {
  /// dbt_utils: tests of values.
  static let dbtUtilsValueTests = #"""
    {% test unique_combination_of_columns(model, combination_of_columns, quote_columns=false) %}
    {%- set columns = [] -%}
    {%- for column in combination_of_columns -%}
      {%- do columns.append(adapter.quote(column) if quote_columns else column) -%}
    {%- endfor -%}
    {%- set list = columns | join(', ') %}
    with validation_errors as (

        select
            {{ list }}
        from {{ model }}
        group by {{ list }}
        having count(*) > 1

    )

    select *
    from validation_errors
    {% endtest %}

    {% test expression_is_true(model, expression, column_name=None) %}
    {% set column_list = '*' if config.get('store_failures') else "1" %}
    select
        {{ column_list }}
    from {{ model }}
    {% if column_name is none %}
    where not({{ expression }})
    {%- else %}
    where not({{ column_name }} {{ expression }})
    {%- endif %}
    {% endtest %}

    {% test accepted_range(model, column_name, min_value=none, max_value=none, inclusive=true) %}
    with meet_condition as(
      select *
      from {{ model }}
    ),

    validation_errors as (
      select *
      from meet_condition
      where
        -- never true, defaults to an empty result set. Exists to ensure any combo of the `or` clauses below succeeds
        1 = 2

      {%- if min_value is not none %}
        -- records with a value >= min_value are permitted. The `not` flips this to find records that don't meet the rule.
        or not {{ column_name }} > {{- "=" if inclusive }} {{ min_value }}
      {%- endif %}

      {%- if max_value is not none %}
        -- records with a value <= max_value are permitted. The `not` flips this to find records that don't meet the rule.
        or not {{ column_name }} < {{- "=" if inclusive }} {{ max_value }}
      {%- endif %}
    )

    select *
    from validation_errors
    {% endtest %}

    {% test not_accepted_values(model, column_name, values, quote=True) %}
    with all_values as (

        select distinct
            {{ column_name }} as value_field

        from {{ model }}

    ),

    validation_errors as (

        select
            value_field

        from all_values
        where value_field in (
            {% for value in values -%}
                {% if quote -%}
                '{{ value }}'
                {%- else -%}
                {{ value }}
                {%- endif -%}
                {%- if not loop.last -%},{%- endif %}
            {%- endfor %}
            )

    )

    select *
    from validation_errors
    {% endtest %}

    {% test not_null_proportion(model, column_name=none, at_least=none, at_most=1.0, group_by_columns=[]) %}
    {%- set keys = group_by_columns | join(', ') %}
    {%- set floor = at_least if at_least is not none else 0 %}
    with validation as (
      select
        {{ keys ~ ',' if keys }}
        sum(case when {{ column_name }} is null then 0 else 1 end) / cast(count(*) as {{ dbt.type_numeric() }}) as not_null_proportion
      from {{ model }}
      {{ 'group by ' ~ keys if keys }}
    ),
    validation_errors as (
      select
        {{ keys ~ ',' if keys }}
        not_null_proportion
      from validation
      where not_null_proportion < {{ floor }} or not_null_proportion > {{ at_most }}
    )
    select
      *
    from validation_errors
    {% endtest %}

    {% test not_empty_string(model, column_name, trim_whitespace=true) %}
        with

        all_values as (

            select

                {% if trim_whitespace == true -%}

                trim({{ column_name }}) as {{ column_name }}

                {%- else -%}

                {{ column_name }}

                {%- endif %}

            from {{ model }}

        ),

        errors as (

            select * from all_values
            where {{ column_name }} = ''

        )

        select * from errors
    {% endtest %}

    {% test at_least_one(model, column_name, group_by_columns=[]) %}
    {%- set keys = group_by_columns | join(', ') %}
    select *
    from (
        select
            {{ keys ~ ',' if keys }}
            count({{ column_name }}) as filler_column
        from {{ model }}
        {{ 'group by ' ~ keys if keys }}
        having count({{ column_name }}) = 0
    ) validation_errors
    {% endtest %}

    {% test not_constant(model, column_name, group_by_columns=[]) %}
    {%- set keys = group_by_columns | join(', ') %}
    select
        {{ keys ~ ',' if keys }}
        count(distinct {{ column_name }}) as filler_column
    from {{ model }}
    {{ 'group by ' ~ keys if keys }}
    having count(distinct {{ column_name }}) = 1
    {% endtest %}

    {% test cardinality_equality(model, column_name, to, field) %}
    with table_a as (
    select
      {{ column_name }},
      count(*) as num_rows
    from {{ model }}
    group by {{ column_name }}
    ),

    table_b as (
    select
      {{ field }},
      count(*) as num_rows
    from {{ to }}
    group by {{ field }}
    ),

    except_a as (
      select *
      from table_a
      {{ dbt.except() }}
      select *
      from table_b
    ),

    except_b as (
      select *
      from table_b
      {{ dbt.except() }}
      select *
      from table_a
    ),

    unioned as (
      select *
      from except_a
      union all
      select *
      from except_b
    )

    select *
    from unioned
    {% endtest %}
    """#
}
