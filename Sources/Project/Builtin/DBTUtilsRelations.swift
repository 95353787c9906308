extension BuiltInMacros {
  /// dbt_utils: keys, columns of relations, unions, pivots.
  static let dbtUtilsRelations = #"""
    {% macro generate_surrogate_key(field_list) -%}
      {{ return(adapter.dispatch('generate_surrogate_key', 'dbt_utils')(field_list)) }}
    {%- endmacro %}
    {% macro default__generate_surrogate_key(field_list) -%}
      {%- set missing = '' if var('surrogate_key_treat_nulls_as_empty_strings', false) else '_dbt_utils_surrogate_key_null_' -%}
      {%- set parts = [] -%}
      {%- for field in field_list -%}
        {%- if not loop.first -%}{%- do parts.append("'-'") -%}{%- endif -%}
        {%- do parts.append("coalesce(cast(" ~ field ~ " as " ~ dbt.type_string() ~ "), '" ~ missing ~ "')") -%}
      {%- endfor -%}
      {{ dbt.hash(dbt.concat(parts)) }}
    {%- endmacro %}

    {% macro surrogate_key(field_list) -%}
      {%- set fields = field_list if field_list is not string else ([field_list] + (varargs | list)) -%}
      {%- set parts = [] -%}
      {%- for field in fields -%}
        {%- if not loop.first -%}{%- do parts.append("'-'") -%}{%- endif -%}
        {%- do parts.append("coalesce(cast(" ~ field ~ " as " ~ dbt.type_string() ~ "), '')") -%}
      {%- endfor -%}
      {{ dbt.hash(dbt.concat(parts)) }}
    {%- endmacro %}

    {% macro get_filtered_columns_in_relation(from, except=[]) -%}
      {%- if not execute -%}{{ return([]) }}{%- endif -%}
      {%- set left_out = except | map('lower') | list -%}
      {%- set kept = [] -%}
      {%- for column in adapter.get_columns_in_relation(from) if column.name | lower not in left_out -%}
        {%- do kept.append(column.column) -%}
      {%- endfor -%}
      {{ return(kept) }}
    {%- endmacro %}

    {% macro star(from, relation_alias=False, except=[], prefix='', suffix='', quote_identifiers=True) -%}
      {%- if not execute -%}{{ return('*') }}{%- endif -%}
      {%- set columns = dbt_utils.get_filtered_columns_in_relation(from, except) -%}
      {%- if columns | length <= 0 -%}
        {{ return('/* no columns returned from star() macro */' if flags.WHICH == 'compile' else '*') }}
      {%- endif -%}
      {%- for column in columns -%}
        {%- if relation_alias %}{{ relation_alias }}.{% endif -%}
        {%- if quote_identifiers -%}
          {{ adapter.quote(column) | trim }} {%- if prefix != '' or suffix != '' %} as {{ adapter.quote(prefix ~ column ~ suffix) | trim }} {%- endif -%}
        {%- else -%}
          {{ column | trim }} {%- if prefix != '' or suffix != '' %} as {{ (prefix ~ column ~ suffix) | trim }} {%- endif -%}
        {%- endif -%}
        {%- if not loop.last %},{{ '\n  ' }}{%- endif -%}
      {%- endfor -%}
    {%- endmacro %}

    {% macro union_relations(relations, column_override=none, include=[], exclude=[], source_column_name='_dbt_source_relation', where=none) -%}
      {%- if exclude and include -%}
        {{ exceptions.raise_compiler_error("Both an exclude and include list were provided to the `union` macro. Only one is allowed") }}
      {%- endif -%}
      {%- if not execute -%}{{ return('') }}{%- endif -%}
      {%- set column_override = column_override if column_override is not none else {} -%}
      {%- set wanted = include | map('lower') | list -%}
      {%- set unwanted = exclude | map('lower') | list -%}
      {%- set by_relation = {} -%}
      {%- set superset = {} -%}
      {%- for relation in relations -%}
        {%- set names = [] -%}
        {%- for column in adapter.get_columns_in_relation(relation) -%}
          {%- set low = column.column | lower -%}
          {%- if not (exclude and low in unwanted) and not (include and low not in wanted) -%}
            {%- do names.append(low) -%}
            {%- if low not in superset -%}{%- do superset.update({low: column}) -%}{%- endif -%}
          {%- endif -%}
        {%- endfor -%}
        {%- do by_relation.update({loop.index0: names}) -%}
      {%- endfor -%}
      {%- for relation in relations %}

            (
                select

                    {% if source_column_name is not none -%}
                    cast({{ dbt.string_literal(relation) }} as {{ dbt.type_string() }}) as {{ source_column_name }},
                    {%- endif %}
                    {%- set present = by_relation[loop.index0] %}
                    {% for low, column in superset.items() -%}
                    {%- set type = column_override.get(column.column, column.data_type) -%}
                    cast({{ column.quoted if low in present else 'null' }} as {{ type }}) as {{ column.quoted }} {% if not loop.last %},{% endif %}
                    {% endfor %}
                from {{ relation }}
                {%- if where %}
                where {{ where }}
                {%- endif %}
            )

            {% if not loop.last -%}
            union all
            {%- endif %}
      {%- endfor -%}
    {%- endmacro %}

    {% macro get_column_values(table, column, order_by='count(*) desc', max_records=none, default=none, where=none) -%}
      {%- set default = [] if not default else default -%}
      {%- if not execute -%}{{ return(default) }}{%- endif -%}
      {%- set known = true -%}
      {%- if table is not string and table.database is defined -%}
        {%- set known = adapter.get_relation(table.database, table.schema, table.identifier) is not none -%}
      {%- endif -%}
      {%- if not known and not default -%}
        {{ exceptions.raise_compiler_error("In get_column_values(): relation " ~ table ~ " does not exist and no default value was provided.") }}
      {%- endif -%}
      {%- if not known -%}{{ return(default) }}{%- endif -%}
      {%- call statement('get_column_values', fetch_result=true) %}
            select
                {{ column }} as value

            from {{ table }}
            {% if where is not none -%}
            where {{ where }}
            {%- endif %}
            group by {{ column }}
            order by {{ order_by }}
            {% if max_records is not none -%}
            limit {{ max_records }}
            {%- endif %}
      {%- endcall -%}
      {%- set values = load_result('get_column_values')['data'] | map(attribute=0) | list -%}
      {{ return(values if values else default) }}
    {%- endmacro %}

    {% macro pivot(column, values, alias=True, agg='sum', cmp='=', prefix='', suffix='', then_value=1, else_value=0, quote_identifiers=True, distinct=False) -%}
      {%- for value in values %}
        {{ agg }}(
          {%- if distinct %} distinct {% endif %}
          case
          when {{ column }} {{ cmp }} '{{ dbt.escape_single_quotes(value) }}'
            then {{ then_value }}
          else {{ else_value }}
          end
        )
        {%- if alias %}
          {%- if quote_identifiers %}
                as {{ adapter.quote(prefix ~ value ~ suffix) }}
          {%- else %}
                as {{ dbt_utils.slugify(prefix ~ value ~ suffix) }}
          {%- endif %}
        {%- endif %}
        {%- if not loop.last %},{% endif %}
      {%- endfor %}
    {%- endmacro %}

    {% macro unpivot(relation=none, cast_to='varchar', exclude=none, remove=none, field_name='field_name', value_name='value', table=none, quote_identifiers=False) -%}
      {%- if not relation -%}
        {{ exceptions.raise_compiler_error("Error: argument `relation` is required for `unpivot` macro.") }}
      {%- endif -%}
      {%- set exclude = exclude if exclude is not none else [] -%}
      {%- set remove = remove if remove is not none else [] -%}
      {%- set skip = (exclude + remove) | map('lower') | list -%}
      {%- set columns = [] -%}
      {%- for column in (adapter.get_columns_in_relation(relation) if execute else []) if column.column.lower() not in skip -%}
        {%- do columns.append(column) -%}
      {%- endfor -%}
      {%- for column in columns -%}
        {%- set name = adapter.quote(column.column) if quote_identifiers else column.column %}
        select
            {%- for field in exclude %}
                {{ adapter.quote(field) if quote_identifiers else field }},
            {%- endfor %}

            cast('{{ column.column }}' as {{ dbt.type_string() }}) as {{ adapter.quote(field_name) if quote_identifiers else field_name }},
            cast({% if column.data_type == 'boolean' %}{{ dbt.cast_bool_to_text(name) }}{% else %}{{ name }}{% endif %} as {{ cast_to }}) as {{ adapter.quote(value_name) if quote_identifiers else value_name }}

        from {{ relation }}

        {% if not loop.last -%}
        union all
        {% endif -%}
      {%- endfor -%}
    {%- endmacro %}

    {% macro date_spine(datepart, start_date, end_date) -%}
    with rawdata as (

        {{ dbt_utils.generate_series(dbt_utils.get_intervals_between(start_date, end_date, datepart)) }}

    ),

    all_periods as (

        select (
            {{ dbt.dateadd(datepart, "(row_number() over (order by 1) - 1)", start_date) }}
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

    {% macro get_intervals_between(start_date, end_date, datepart) -%}{{ return(dbt.get_intervals_between(start_date, end_date, datepart)) }}{%- endmacro %}
    {% macro generate_series(upper_bound) -%}{{ return(dbt.generate_series(upper_bound)) }}{%- endmacro %}
    {% macro get_powers_of_two(upper_bound) -%}{{ return(dbt.get_powers_of_two(upper_bound)) }}{%- endmacro %}
    """#
}
