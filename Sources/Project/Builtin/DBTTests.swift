extension BuiltInMacros {
  /// dbt's four generic tests, and the subquery that `where` makes.
  static let dbtTests = """
    {% macro get_where_subquery(relation) -%}
      {%- set where = config.get('where', '') -%}
      {%- if where -%}
        (select * from {{ relation }} where {{ where }}) dbt_subquery
      {%- else -%}
        {%- do return(relation) -%}
      {%- endif -%}
    {%- endmacro %}

    {% test unique(model, column_name) %}
    select
        {{ column_name }} as unique_field,
        count(*) as n_records

    from {{ model }}
    where {{ column_name }} is not null
    group by {{ column_name }}
    having count(*) > 1
    {% endtest %}

    {% test not_null(model, column_name) %}
    {% set column_list = '*' if config.get('store_failures') else column_name %}
    select {{ column_list }}
    from {{ model }}
    where {{ column_name }} is null
    {% endtest %}

    {% test accepted_values(model, column_name, values, quote=True) %}
    with all_values as (

        select
            {{ column_name }} as value_field,
            count(*) as n_records

        from {{ model }}
        group by {{ column_name }}

    )

    select *
    from all_values
    where value_field not in (
        {% for value in values -%}
            {% if quote -%}
            '{{ value }}'
            {%- else -%}
            {{ value }}
            {%- endif -%}
            {%- if not loop.last -%},{%- endif %}
        {%- endfor %}
    )
    {% endtest %}

    {% test relationships(model, column_name, to, field) %}
    with child as (
        select {{ column_name }} as from_field
        from {{ model }}
        where {{ column_name }} is not null
    ),

    parent as (
        select {{ field }} as to_field
        from {{ to }}
    )

    select
        from_field

    from child
    left join parent
        on child.from_field = parent.to_field

    where parent.to_field is null
    {% endtest %}
    """

  /// dbt's rules for names, callable from a project's own.
  static let dbtNaming = """
    {% macro generate_schema_name(custom_schema_name=none, node=none) -%}
      {%- if custom_schema_name is none -%}
        {{ target.schema }}
      {%- else -%}
        {{ target.schema }}_{{ custom_schema_name | trim }}
      {%- endif -%}
    {%- endmacro %}

    {% macro default__generate_schema_name(custom_schema_name, node) -%}
      {{ return(dbt.generate_schema_name(custom_schema_name, node)) }}
    {%- endmacro %}

    {% macro generate_schema_name_for_env(custom_schema_name, node) -%}
      {%- if target.name == 'prod' and custom_schema_name is not none -%}
        {{ custom_schema_name | trim }}
      {%- else -%}
        {{ target.schema }}
      {%- endif -%}
    {%- endmacro %}

    {% macro generate_alias_name(custom_alias_name=none, node=none) -%}
      {%- if custom_alias_name -%}
        {{ custom_alias_name | trim }}
      {%- elif node.version -%}
        {{ return(node.name ~ "_v" ~ (node.version | replace(".", "_"))) }}
      {%- else -%}
        {{ node.name }}
      {%- endif -%}
    {%- endmacro %}

    {% macro default__generate_alias_name(custom_alias_name=none, node=none) -%}
      {{ return(dbt.generate_alias_name(custom_alias_name, node)) }}
    {%- endmacro %}

    {% macro generate_database_name(custom_database_name=none, node=none) -%}
      {%- if custom_database_name is none -%}
        {{ target.database }}
      {%- else -%}
        {{ custom_database_name }}
      {%- endif -%}
    {%- endmacro %}

    {% macro default__generate_database_name(custom_database_name=none, node=none) -%}
      {{ return(dbt.generate_database_name(custom_database_name, node)) }}
    {%- endmacro %}
    """
}
