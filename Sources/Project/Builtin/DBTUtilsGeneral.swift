extension BuiltInMacros {
  /// dbt_utils: deduplication, arithmetic, texts, and its older names for dbt's own.
  static let dbtUtilsGeneral = #"""
    {% macro group_by(n) -%}
      group by {% for i in range(1, n + 1) -%}
          {{ i }}{{ ',' if not loop.last }}
       {%- endfor -%}
    {%- endmacro %}

    {% macro deduplicate(relation, partition_by, order_by) -%}
      {{ return(adapter.dispatch('deduplicate', 'dbt_utils')(relation, partition_by, order_by)) }}
    {%- endmacro %}
    {% macro default__deduplicate(relation, partition_by, order_by) -%}
        with row_numbered as (
            select
                _inner.*,
                row_number() over (
                    partition by {{ partition_by }}
                    order by {{ order_by }}
                ) as rn
            from {{ relation }} as _inner
        )

        select
            distinct data.*
        from {{ relation }} as data
        natural join row_numbered
        where row_numbered.rn = 1
    {%- endmacro %}
    {% macro qualified__deduplicate(relation, partition_by, order_by) -%}
        select *
        from {{ relation }} as tt
        qualify
            row_number() over (
                partition by {{ partition_by }}
                order by {{ order_by }}
            ) = 1
    {%- endmacro %}
    {% macro snowflake__deduplicate(relation, partition_by, order_by) -%}{{ dbt_utils.qualified__deduplicate(relation, partition_by, order_by) }}{%- endmacro %}
    {% macro databricks__deduplicate(relation, partition_by, order_by) -%}{{ dbt_utils.qualified__deduplicate(relation, partition_by, order_by) }}{%- endmacro %}
    {% macro redshift__deduplicate(relation, partition_by, order_by) -%}{{ dbt_utils.qualified__deduplicate(relation, partition_by, order_by) }}{%- endmacro %}
    {% macro duckdb__deduplicate(relation, partition_by, order_by) -%}{{ dbt_utils.qualified__deduplicate(relation, partition_by, order_by) }}{%- endmacro %}
    {% macro sqlite__deduplicate(relation, partition_by, order_by) -%}{{ dbt_utils.qualified__deduplicate(relation, partition_by, order_by) }}{%- endmacro %}
    {% macro bigquery__deduplicate(relation, partition_by, order_by) -%}{{ dbt_utils.qualified__deduplicate(relation, partition_by, order_by) }}{%- endmacro %}
    {% macro postgres__deduplicate(relation, partition_by, order_by) -%}
        select
            distinct on ({{ partition_by }}) *
        from {{ relation }}
        order by {{ partition_by }}{{ ',' ~ order_by }}
    {%- endmacro %}

    {% macro safe_divide(numerator, denominator) -%}
        ( {{ numerator }} ) / nullif( ( {{ denominator }} ), 0)
    {%- endmacro %}

    {% macro safe_add(field_list) -%}
      {%- set parts = [] -%}
      {%- for field in field_list -%}{%- do parts.append("coalesce(" ~ field ~ ", 0)") -%}{%- endfor -%}
      {{ parts | join(' +\n  ') }}
    {%- endmacro %}

    {% macro safe_subtract(field_list) -%}
      {%- set parts = [] -%}
      {%- for field in field_list -%}{%- do parts.append("coalesce(" ~ field ~ ", 0)") -%}{%- endfor -%}
      {{ parts | join(' -\n  ') }}
    {%- endmacro %}

    {% macro width_bucket(expr, min_value, max_value, num_buckets) -%}
      {{ return(adapter.dispatch('width_bucket', 'dbt_utils')(expr, min_value, max_value, num_buckets)) }}
    {%- endmacro %}
    {% macro snowflake__width_bucket(expr, min_value, max_value, num_buckets) -%}
        width_bucket({{ expr }}, {{ min_value }}, {{ max_value }}, {{ num_buckets }} )
    {%- endmacro %}
    {% macro default__width_bucket(expr, min_value, max_value, num_buckets) -%}
      {%- set bin_size -%}
        (( {{ max_value }} - {{ min_value }} ) / {{ num_buckets }} )
      {%- endset -%}
        (
            case
                when
                    mod(
                        {{ dbt.safe_cast(expr, dbt.type_numeric()) }},
                        {{ dbt.safe_cast(bin_size, dbt.type_numeric()) }}
                    ) = 0
                then 1
                else 0
            end
        ) +
        least(
            ceil(
                ({{ expr }} - {{ min_value }}) / {{ bin_size }}
            ),
            {{ num_buckets }} + 1
        )
    {%- endmacro %}

    {% macro haversine_distance(lat1, lon1, lat2, lon2, unit='mi') -%}
      {%- if unit not in ['mi', 'km'] -%}
        {{ exceptions.raise_compiler_error("unit input must be one of 'mi' or 'km'. Got " ~ unit) }}
      {%- endif %}
        2 * 3961 * asin(sqrt(power((sin(radians(({{ lat2 }} - {{ lat1 }}) / 2))), 2) +
        cos(radians({{ lat1 }})) * cos(radians({{ lat2 }})) *
        power((sin(radians(({{ lon2 }} - {{ lon1 }}) / 2))), 2))) * {{ '1.60934' if unit == 'km' else '1' }}
    {%- endmacro %}

    {% macro get_single_value(sql_statement, default=none) -%}
      {%- if not execute -%}{{ return(default) }}{%- endif -%}
      {%- set rows = run_query(sql_statement).rows -%}
      {{ return(rows[0][0] if rows | length > 0 else default) }}
    {%- endmacro %}

    {% macro get_query_results_as_dict(query) -%}
      {%- set found = {} -%}
      {%- if execute -%}
        {%- set table = run_query(query) -%}
        {%- for name in table.column_names -%}{%- do found.update({name: table.columns[name].values()}) -%}{%- endfor -%}
      {%- endif -%}
      {{ return(found) }}
    {%- endmacro %}

    {% macro slugify(string) -%}
      {%- set text = modules.re.sub('[ -]+', '_', string | lower) -%}
      {%- set text = modules.re.sub('[^a-z0-9_]+', '', text) -%}
      {%- set text = modules.re.sub('^[0-9]', '_' ~ text[0], text) if text else text -%}
      {{ return(text) }}
    {%- endmacro %}

    {% macro nullcheck(cols) -%}
      {%- for column in cols %}
        {% if column.is_string() -%}
        nullif({{ column.name }},'') as {{ column.name }}
        {%- else -%}
        {{ column.name }}
        {%- endif -%}
        {{ "," if not loop.last }}
      {%- endfor -%}
    {%- endmacro %}
    {% macro nullcheck_table(relation) -%}
      select {{ dbt_utils.nullcheck(adapter.get_columns_in_relation(relation)) }}
      from {{ relation }}
    {%- endmacro %}

    {% macro get_url_parameter(field, url_parameter) -%}
      {%- set marker = "'" ~ url_parameter ~ "='" -%}
      {%- set split = dbt.split_part(dbt.split_part(field, marker, 2), "'&'", 1) -%}
      nullif({{ split }},'')
    {%- endmacro %}
    {% macro get_url_host(field) -%}
      {%- set plain = dbt.replace(dbt.replace(dbt.replace(field, "'android-app://'", "''"), "'http://'", "''"), "'https://'", "''") -%}
      {{ dbt.safe_cast(dbt.split_part(dbt.split_part(plain, "'/'", 1), "'?'", 1), dbt.type_string()) }}
    {%- endmacro %}
    {% macro get_url_path(field) -%}
      {%- set plain = dbt.replace(dbt.replace(field, "'http://'", "''"), "'https://'", "''") -%}
      {%- set slash = "coalesce(nullif(" ~ dbt.position("'/'", plain) ~ ", 0), " ~ dbt.position("'?'", plain) ~ " - 1)" -%}
      {%- set path = dbt.split_part(dbt.right(plain, dbt.length(plain) ~ " - " ~ slash), "'?'", 1) -%}
      {{ dbt.safe_cast(path, dbt.type_string()) }}
    {%- endmacro %}

    {% macro get_relations_by_pattern(schema_pattern, table_pattern, exclude='', database=target.database) -%}
      {%- if not execute -%}{{ return([]) }}{%- endif -%}
      {%- set found = [] -%}
      {%- set wanted = '^' ~ (table_pattern | replace('%', '.*') | replace('_', '.')) ~ '$' -%}
      {%- for relation in adapter.list_relations(database, schema_pattern) -%}
        {%- if modules.re.match(wanted, relation.identifier) -%}{%- do found.append(relation) -%}{%- endif -%}
      {%- endfor -%}
      {{ return(found) }}
    {%- endmacro %}
    {% macro get_relations_by_prefix(schema, prefix, exclude='', database=target.database) -%}
      {{ return(dbt_utils.get_relations_by_pattern(schema, prefix ~ '%', exclude, database)) }}
    {%- endmacro %}

    {% macro pretty_time(format='%H:%M:%S') -%}{{ return(modules.datetime.datetime.now().strftime(format)) }}{%- endmacro %}
    {% macro pretty_log_format(message) -%}{{ return(dbt_utils.pretty_time() ~ ' + ' ~ message) }}{%- endmacro %}
    {% macro log_info(message) -%}{{ log(dbt_utils.pretty_log_format(message), info=True) }}{%- endmacro %}

    {% macro current_timestamp() -%}{{ dbt.current_timestamp() }}{%- endmacro %}
    {% macro dateadd(datepart, interval, from_date_or_timestamp) -%}{{ dbt.dateadd(datepart, interval, from_date_or_timestamp) }}{%- endmacro %}
    {% macro datediff(first_date, second_date, datepart) -%}{{ dbt.datediff(first_date, second_date, datepart) }}{%- endmacro %}
    {% macro date_trunc(datepart, date) -%}{{ dbt.date_trunc(datepart, date) }}{%- endmacro %}
    {% macro last_day(date, datepart) -%}{{ dbt.last_day(date, datepart) }}{%- endmacro %}
    {% macro safe_cast(field, type) -%}{{ dbt.safe_cast(field, type) }}{%- endmacro %}
    {% macro split_part(string_text, delimiter_text, part_number) -%}{{ dbt.split_part(string_text, delimiter_text, part_number) }}{%- endmacro %}
    {% macro concat(fields) -%}{{ dbt.concat(fields) }}{%- endmacro %}
    {% macro hash(field) -%}{{ dbt.hash(field) }}{%- endmacro %}
    {% macro length(expression) -%}{{ dbt.length(expression) }}{%- endmacro %}
    {% macro replace(field, old_chars, new_chars) -%}{{ dbt.replace(field, old_chars, new_chars) }}{%- endmacro %}
    {% macro type_string() -%}{{ dbt.type_string() }}{%- endmacro %}
    {% macro type_timestamp() -%}{{ dbt.type_timestamp() }}{%- endmacro %}
    {% macro type_float() -%}{{ dbt.type_float() }}{%- endmacro %}
    {% macro type_numeric() -%}{{ dbt.type_numeric() }}{%- endmacro %}
    {% macro type_int() -%}{{ dbt.type_int() }}{%- endmacro %}
    {% macro type_bigint() -%}{{ dbt.type_bigint() }}{%- endmacro %}
    """#
}
