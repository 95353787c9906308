extension BuiltInMacros {
  /// dbt_utils: tests of order, recency and pairs of tables.
  static let dbtUtilsTableTests = #"""
    {% test relationships_where(model, column_name, to, field, from_condition="1=1", to_condition="1=1") %}
    with left_table as (

      select
        {{ column_name }} as id

      from {{ model }}

      where {{ column_name }} is not null
        and {{ from_condition }}

    ),

    right_table as (

      select
        {{ field }} as id

      from {{ to }}

      where {{ field }} is not null
        and {{ to_condition }}

    ),

    exceptions as (

      select
        left_table.id,
        right_table.id as right_id

      from left_table

      left join right_table
             on left_table.id = right_table.id

      where right_table.id is null

    )

    select * from exceptions
    {% endtest %}

    {% test sequential_values(model, column_name, interval=1, datepart=None, group_by_columns=[]) %}
    {%- set keys = group_by_columns | join(', ') %}
    {%- set previous = 'previous_' ~ (column_name | replace('"', '') | replace('`', '')) %}
    with windowed as (

        select
            {{ keys ~ ',' if keys }}
            {{ column_name }},
            lag({{ column_name }}) over (
                {{ 'partition by ' ~ keys if keys }}
                order by {{ column_name }}
            ) as {{ previous }}
        from {{ model }}
    ),

    validation_errors as (
        select
            *
        from windowed
        {% if datepart %}
        where not(cast({{ column_name }} as {{ dbt.type_timestamp() }})= cast({{ dbt.dateadd(datepart, interval, previous) }} as {{ dbt.type_timestamp() }}))
        {% else %}
        where not({{ column_name }} = {{ previous }} + {{ interval }})
        {% endif %}
    )

    select *
    from validation_errors
    {% endtest %}

    {% test mutually_exclusive_ranges(model, lower_bound_column, upper_bound_column, partition_by=None, gaps='allowed', zero_length_range_allowed=False) %}
    {%- if gaps == 'not_allowed' -%}{%- set op = '=' -%}
    {%- elif gaps == 'allowed' -%}{%- set op = '<=' -%}
    {%- elif gaps == 'required' -%}{%- set op = '<' -%}
    {%- else -%}{{ exceptions.raise_compiler_error("`gaps` argument for mutually_exclusive_ranges test must be one of ['not_allowed', 'allowed', 'required'] Got: '" ~ gaps ~ "'.") }}
    {%- endif -%}
    {%- set bound = '<=' if zero_length_range_allowed else '<' -%}
    {%- set clause = 'partition by ' ~ partition_by if partition_by else '' %}
    with window_functions as (

        select
            {% if partition_by -%}
            {{ partition_by }} as partition_by_col,
            {%- endif %}
            {{ lower_bound_column }} as lower_bound,
            {{ upper_bound_column }} as upper_bound,

            lead({{ lower_bound_column }}) over (
                {{ clause }}
                order by {{ lower_bound_column }}, {{ upper_bound_column }}
            ) as next_lower_bound,

            row_number() over (
                {{ clause }}
                order by {{ lower_bound_column }} desc, {{ upper_bound_column }} desc
            ) = 1 as is_last_record

        from {{ model }}

    ),

    calc as (
        select
            *,
            coalesce(lower_bound {{ bound }} upper_bound, false) as lower_bound_{{ 'less_than_or_equal_to' if zero_length_range_allowed else 'less_than' }}_upper_bound,
            coalesce(upper_bound {{ op }} next_lower_bound, is_last_record, false) as upper_bound_fits_next_lower_bound
        from window_functions

    ),

    validation_errors as (

        select *
        from calc
        where not(
            lower_bound_{{ 'less_than_or_equal_to' if zero_length_range_allowed else 'less_than' }}_upper_bound
            and upper_bound_fits_next_lower_bound
        )
    )

    select * from validation_errors
    {% endtest %}

    {% test recency(model, field, datepart, interval, ignore_time_component=False, group_by_columns=[]) %}
    {%- set keys = group_by_columns | join(', ') %}
    {%- set threshold -%}
      {%- if ignore_time_component -%}cast({{ dbt.dateadd(datepart, interval * -1, dbt.current_timestamp()) }} as date)
      {%- else -%}cast({{ dbt.dateadd(datepart, interval * -1, dbt.current_timestamp()) }} as {{ dbt.type_timestamp() }})
      {%- endif -%}
    {%- endset %}
    with recency as (

        select

          {{ keys ~ ',' if keys }}
          {% if ignore_time_component -%}
            cast(max({{ field }}) as date) as most_recent
          {%- else -%}
            max({{ field }}) as most_recent
          {%- endif %}

        from {{ model }}

        {{ 'group by ' ~ keys if keys }}

    )

    select

        {{ keys ~ ',' if keys }}
        most_recent,
        {{ threshold }} as threshold

    from recency
    where most_recent < {{ threshold }}
    {% endtest %}

    {% test equal_rowcount(model, compare_model, group_by_columns=[]) %}
    {{ config(fail_calc = 'sum(coalesce(diff_count, 0))') }}
    {%- set keys = group_by_columns | join(', ') %}
    {%- set join = group_by_columns or ['id_dbtutils_test_equal_rowcount'] %}
    with a as (

        select
          {{ keys ~ ',' if keys }}
          1 as id_dbtutils_test_equal_rowcount,
          count(*) as count_a
        from {{ model }}
        {{ 'group by ' ~ keys if keys }}

    ),
    b as (

        select
          {{ keys ~ ',' if keys }}
          1 as id_dbtutils_test_equal_rowcount,
          count(*) as count_b
        from {{ compare_model }}
        {{ 'group by ' ~ keys if keys }}

    ),
    final as (

        select
            {% for key in group_by_columns %}
              a.{{ key }} as {{ key }}_a,
              b.{{ key }} as {{ key }}_b,
            {% endfor %}
            count_a,
            count_b,
            abs(count_a - count_b) as diff_count

        from a
        full join b
        on
        {% for key in join -%}
        a.{{ key }} = b.{{ key }}{{ ' and ' if not loop.last }}
        {%- endfor %}

    )

    select * from final
    {% endtest %}

    {% test fewer_rows_than(model, compare_model, group_by_columns=[]) %}
    {{ config(fail_calc = 'sum(coalesce(row_count_delta, 0))') }}
    {%- set keys = group_by_columns | join(', ') %}
    {%- set join = group_by_columns or ['id_dbtutils_test_fewer_rows_than'] %}
    with a as (

        select
          {{ keys ~ ',' if keys }}
          1 as id_dbtutils_test_fewer_rows_than,
          count(*) as count_our_model
        from {{ model }}
        {{ 'group by ' ~ keys if keys }}

    ),
    b as (

        select
          {{ keys ~ ',' if keys }}
          1 as id_dbtutils_test_fewer_rows_than,
          count(*) as count_comparison_model
        from {{ compare_model }}
        {{ 'group by ' ~ keys if keys }}

    ),
    counts as (

        select
            {% for key in group_by_columns %}
              a.{{ key }} as {{ key }}_a,
              b.{{ key }} as {{ key }}_b,
            {% endfor %}
            count_our_model,
            count_comparison_model
        from a
        full join b on
        {% for key in join -%}
        a.{{ key }} = b.{{ key }}{{ ' and ' if not loop.last }}
        {%- endfor %}

    ),
    final as (

        select *,
            case
                -- fail the test if we have more rows than the reference model and return the row count delta
                when count_our_model > count_comparison_model then (count_our_model - count_comparison_model)
                -- fail the test if they are the same number
                when count_our_model = count_comparison_model then 1
                -- pass the test if the delta is positive (i.e. return the number 0)
                else 0
            end as row_count_delta
        from counts

    )

    select * from final
    {% endtest %}

    {% test equality(model, compare_model, compare_columns=None, exclude_columns=None, precision=None) %}
    {%- if compare_columns -%}
      {%- set columns = compare_columns -%}
    {%- elif execute -%}
      {%- set columns = dbt_utils.get_filtered_columns_in_relation(model, exclude_columns or []) -%}
    {%- else -%}
      {%- set columns = ['*'] -%}
    {%- endif -%}
    {%- set shown = [] -%}
    {%- for column in columns -%}
      {%- do shown.append('round(' ~ column ~ ', ' ~ precision ~ ') as ' ~ column if precision is not none and false else column) -%}
    {%- endfor -%}
    {%- set list = shown | join(', ') %}
    with a as (

        select * from {{ model }}

    ),

    b as (

        select * from {{ compare_model }}

    ),

    a_minus_b as (

        select {{ list }} from a
        {{ dbt.except() }}
        select {{ list }} from b

    ),

    b_minus_a as (

        select {{ list }} from b
        {{ dbt.except() }}
        select {{ list }} from a

    ),

    unioned as (

        select 'a_minus_b' as which_diff, a_minus_b.* from a_minus_b
        union all
        select 'b_minus_a' as which_diff, b_minus_a.* from b_minus_a

    )

    select * from unioned
    {% endtest %}
    """#
}
