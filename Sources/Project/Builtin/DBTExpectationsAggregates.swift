extension BuiltInMacros {
  /// dbt_expectations: tests of several columns, aggregates and distinct values.
  static let dbtExpectationsAggregates = #"""
    {% test expect_column_pair_values_A_to_be_greater_than_B(model, column_A, column_B, or_equal=False, row_condition=None) %}
    {{ dbt_expectations._rows_where_not(model, column_A ~ (' >= ' if or_equal else ' > ') ~ column_B, row_condition) }}
    {% endtest %}
    {% test expect_column_pair_values_to_be_equal(model, column_A, column_B, row_condition=None) %}
    {{ dbt_expectations._rows_where_not(model, column_A ~ ' = ' ~ column_B, row_condition) }}
    {% endtest %}
    {% test expect_column_pair_values_to_be_in_set(model, column_A, column_B, value_pairs_set, row_condition=None) %}
    {%- set pairs = [] -%}
    {%- for pair in value_pairs_set -%}{%- do pairs.append('(' ~ column_A ~ ' = ' ~ pair[0] ~ ' and ' ~ column_B ~ ' = ' ~ pair[1] ~ ')') -%}{%- endfor -%}
    {{ dbt_expectations._rows_where_not(model, pairs | join(' or '), row_condition) }}
    {% endtest %}
    {% test expect_multicolumn_sum_to_equal(model, column_list, sum_total, group_by=None, row_condition=None) %}
    {%- set sums = [] -%}
    {%- for column in column_list -%}{%- do sums.append('sum(' ~ column ~ ')') -%}{%- endfor -%}
    {{ dbt_expectations._aggregate_where_not(model, sums | join(' + '), 'measured_value = ' ~ sum_total, group_by, row_condition) }}
    {% endtest %}

    {% test expect_column_min_to_be_between(model, column_name, min_value=None, max_value=None, group_by=None, row_condition=None, strictly=False) %}
    {{ dbt_expectations._aggregate_where_not(model, 'min(' ~ column_name ~ ')', dbt_expectations._between('measured_value', min_value, max_value, strictly), group_by, row_condition) }}
    {% endtest %}
    {% test expect_column_max_to_be_between(model, column_name, min_value=None, max_value=None, group_by=None, row_condition=None, strictly=False) %}
    {{ dbt_expectations._aggregate_where_not(model, 'max(' ~ column_name ~ ')', dbt_expectations._between('measured_value', min_value, max_value, strictly), group_by, row_condition) }}
    {% endtest %}
    {% test expect_column_mean_to_be_between(model, column_name, min_value=None, max_value=None, group_by=None, row_condition=None, strictly=False) %}
    {{ dbt_expectations._aggregate_where_not(model, 'avg(' ~ column_name ~ ')', dbt_expectations._between('measured_value', min_value, max_value, strictly), group_by, row_condition) }}
    {% endtest %}
    {% test expect_column_sum_to_be_between(model, column_name, min_value=None, max_value=None, group_by=None, row_condition=None, strictly=False) %}
    {{ dbt_expectations._aggregate_where_not(model, 'sum(' ~ column_name ~ ')', dbt_expectations._between('measured_value', min_value, max_value, strictly), group_by, row_condition) }}
    {% endtest %}
    {% test expect_column_median_to_be_between(model, column_name, min_value=None, max_value=None, group_by=None, row_condition=None, strictly=False) %}
    {{ dbt_expectations._aggregate_where_not(model, 'percentile_cont(0.5) within group (order by ' ~ column_name ~ ')', dbt_expectations._between('measured_value', min_value, max_value, strictly), group_by, row_condition) }}
    {% endtest %}
    {% test expect_column_quantile_values_to_be_between(model, column_name, quantile, min_value=None, max_value=None, group_by=None, row_condition=None, strictly=False) %}
    {{ dbt_expectations._aggregate_where_not(model, 'percentile_cont(' ~ quantile ~ ') within group (order by ' ~ column_name ~ ')', dbt_expectations._between('measured_value', min_value, max_value, strictly), group_by, row_condition) }}
    {% endtest %}
    {% test expect_column_stdev_to_be_between(model, column_name, min_value=None, max_value=None, group_by=None, row_condition=None, strictly=False) %}
    {{ dbt_expectations._aggregate_where_not(model, 'stddev(' ~ column_name ~ ')', dbt_expectations._between('measured_value', min_value, max_value, strictly), group_by, row_condition) }}
    {% endtest %}
    {% test expect_column_unique_value_count_to_be_between(model, column_name, min_value=None, max_value=None, group_by=None, row_condition=None, strictly=False) %}
    {{ dbt_expectations._aggregate_where_not(model, 'count(distinct ' ~ column_name ~ ')', dbt_expectations._between('measured_value', min_value, max_value, strictly), group_by, row_condition) }}
    {% endtest %}
    {% test expect_column_proportion_of_unique_values_to_be_between(model, column_name, min_value=None, max_value=None, group_by=None, row_condition=None, strictly=False) %}
    {{ dbt_expectations._aggregate_where_not(model, 'count(distinct ' ~ column_name ~ ') * 1.0 / count(' ~ column_name ~ ')', dbt_expectations._between('measured_value', min_value, max_value, strictly), group_by, row_condition) }}
    {% endtest %}

    {% test expect_column_distinct_count_to_equal(model, column_name, value, quote_values=False, group_by=None, row_condition=None) %}
    {{ dbt_expectations._aggregate_where_not(model, 'count(distinct ' ~ column_name ~ ')', 'measured_value = ' ~ value, group_by, row_condition) }}
    {% endtest %}
    {% test expect_column_distinct_count_to_be_greater_than(model, column_name, value, quote_values=False, group_by=None, row_condition=None) %}
    {{ dbt_expectations._aggregate_where_not(model, 'count(distinct ' ~ column_name ~ ')', 'measured_value > ' ~ value, group_by, row_condition) }}
    {% endtest %}
    {% test expect_column_distinct_count_to_be_less_than(model, column_name, value, quote_values=False, group_by=None, row_condition=None) %}
    {{ dbt_expectations._aggregate_where_not(model, 'count(distinct ' ~ column_name ~ ')', 'measured_value < ' ~ value, group_by, row_condition) }}
    {% endtest %}
    {% test expect_column_distinct_count_to_equal_other_table(model, compare_model, column_name, compare_column_name, row_condition=None, compare_row_condition=None) %}
    with counted as (
        select
            (select count(distinct {{ column_name }}) from {{ model }}{{ ' where ' ~ row_condition if row_condition }}) as own_count,
            (select count(distinct {{ compare_column_name }}) from {{ compare_model }}{{ ' where ' ~ compare_row_condition if compare_row_condition }}) as other_count
    )
    select * from counted where not (own_count = other_count)
    {% endtest %}
    {% test expect_column_distinct_values_to_be_in_set(model, column_name, value_set, quote_values=True, row_condition=None) %}
    with all_values as (
        select distinct {{ column_name }} as value_field
        from {{ model }}{{ ' where ' ~ row_condition if row_condition }}
    ),
    set_values as (
        {{ dbt_expectations._set_query(value_set, quote_values) }}
    )
    select v.value_field
    from all_values v
    left join set_values s on v.value_field = s.value_field
    where s.value_field is null
    {% endtest %}
    {% test expect_column_distinct_values_to_contain_set(model, column_name, value_set, quote_values=True, row_condition=None) %}
    with all_values as (
        select distinct {{ column_name }} as value_field
        from {{ model }}{{ ' where ' ~ row_condition if row_condition }}
    ),
    set_values as (
        {{ dbt_expectations._set_query(value_set, quote_values) }}
    )
    select s.value_field
    from set_values s
    left join all_values v on s.value_field = v.value_field
    where v.value_field is null
    {% endtest %}
    {% test expect_column_distinct_values_to_equal_set(model, column_name, value_set, quote_values=True, row_condition=None) %}
    with all_values as (
        select distinct {{ column_name }} as value_field
        from {{ model }}{{ ' where ' ~ row_condition if row_condition }}
    ),
    set_values as (
        {{ dbt_expectations._set_query(value_set, quote_values) }}
    )
    select v.value_field, s.value_field as expected
    from all_values v
    full join set_values s on v.value_field = s.value_field
    where v.value_field is null or s.value_field is null
    {% endtest %}
    {% test expect_column_most_common_value_to_be_in_set(model, column_name, value_set, top_n, quote_values=True, data_type="decimal", row_condition=None) %}
    with counted as (
        select {{ column_name }} as value_field, count(*) as value_count
        from {{ model }}{{ ' where ' ~ row_condition if row_condition }}
        group by {{ column_name }}
    ),
    ranked as (
        select *, row_number() over (order by value_count desc) as value_rank from counted
    ),
    set_values as (
        {{ dbt_expectations._set_query(value_set, quote_values) }}
    )
    select r.value_field
    from ranked r
    left join set_values s on r.value_field = s.value_field
    where r.value_rank <= {{ top_n }} and s.value_field is null
    {% endtest %}
    {% test expect_column_values_to_be_within_n_stdevs(model, column_name, group_by=None, sigma_threshold=3) %}
    with measured as (
        select
            {{ column_name }} as metric,
            {{ 'sum(' ~ column_name ~ ')' if group_by else column_name }} as value_field
        from {{ model }}
        {{ 'group by ' ~ group_by if group_by }}
    ),
    scored as (
        select
            value_field,
            avg(value_field) over () as mean_value,
            stddev(value_field) over () as stdev_value
        from measured
    )
    select *
    from scored
    where abs(value_field - mean_value) > {{ sigma_threshold }} * stdev_value
    {% endtest %}
    """#
}
