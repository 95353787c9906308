extension BuiltInMacros {
  /// dbt's macros that say one thing in each platform's words.
  static let dbtCrossDatabase = #"""
    {% macro date_trunc(datepart, date) -%}
      {{ return(adapter.dispatch('date_trunc', 'dbt')(datepart, date)) }}
    {%- endmacro %}
    {% macro default__date_trunc(datepart, date) -%}
        date_trunc('{{ datepart }}', {{ date }})
    {%- endmacro %}
    {% macro bigquery__date_trunc(datepart, date) -%}
        timestamp_trunc(cast({{ date }} as timestamp), {{ datepart }})
    {%- endmacro %}

    {% macro dateadd(datepart, interval, from_date_or_timestamp) -%}
      {{ return(adapter.dispatch('dateadd', 'dbt')(datepart, interval, from_date_or_timestamp)) }}
    {%- endmacro %}
    {% macro default__dateadd(datepart, interval, from_date_or_timestamp) -%}
        dateadd(
            {{ datepart }},
            {{ interval }},
            {{ from_date_or_timestamp }}
            )
    {%- endmacro %}
    {% macro duckdb__dateadd(datepart, interval, from_date_or_timestamp) -%}
        date_add({{ from_date_or_timestamp }}, interval ({{ interval }}) {{ datepart }})
    {%- endmacro %}
    {% macro postgres__dateadd(datepart, interval, from_date_or_timestamp) -%}
        {{ from_date_or_timestamp }} + ((interval '1 {{ datepart }}') * ({{ interval }}))
    {%- endmacro %}
    {% macro sqlite__dateadd(datepart, interval, from_date_or_timestamp) -%}
        date_add({{ from_date_or_timestamp }}, interval ({{ interval }}) {{ datepart }})
    {%- endmacro %}
    {% macro bigquery__dateadd(datepart, interval, from_date_or_timestamp) -%}
        datetime_add(cast({{ from_date_or_timestamp }} as datetime), interval {{ interval }} {{ datepart }})
    {%- endmacro %}
    {% macro redshift__dateadd(datepart, interval, from_date_or_timestamp) -%}
        dateadd({{ datepart }}, {{ interval }}, {{ from_date_or_timestamp }})
    {%- endmacro %}
    {% macro spark__dateadd(datepart, interval, from_date_or_timestamp) -%}
        dateadd({{ datepart }}, {{ interval }}, {{ from_date_or_timestamp }})
    {%- endmacro %}

    {% macro datediff(first_date, second_date, datepart) -%}
      {{ return(adapter.dispatch('datediff', 'dbt')(first_date, second_date, datepart)) }}
    {%- endmacro %}
    {% macro default__datediff(first_date, second_date, datepart) -%}
        datediff(
            {{ datepart }},
            {{ first_date }},
            {{ second_date }}
            )
    {%- endmacro %}
    {% macro redshift__datediff(first_date, second_date, datepart) -%}
        datediff({{ datepart }}, {{ first_date }}, {{ second_date }})
    {%- endmacro %}
    {# Weeks as dbt counts them for both: by Sundays between the days. #}
    {% macro weeks_between(first_date, second_date) -%}
        (cast(trunc(({{ dbt.datediff(first_date, second_date, 'day') }}) / 7.0) as integer) + case
            when date_part('dow', ({{ first_date }})::timestamp) <= date_part('dow', ({{ second_date }})::timestamp)
              then case when {{ first_date }} <= {{ second_date }} then 0 else -1 end
            else case when {{ first_date }} <= {{ second_date }} then 1 else 0 end
        end)
    {%- endmacro %}
    {% macro duckdb__datediff(first_date, second_date, datepart) -%}
        {%- if datepart | lower == 'week' -%}
        {{ dbt.weeks_between(first_date, second_date) }}
        {%- else -%}
        date_diff('{{ datepart }}', {{ first_date }}::timestamp, {{ second_date }}::timestamp )
        {%- endif -%}
    {%- endmacro %}
    {% macro sqlite__datediff(first_date, second_date, datepart) -%}
        date_diff('{{ datepart }}', {{ first_date }}, {{ second_date }})
    {%- endmacro %}
    {% macro postgres__datediff(first_date, second_date, datepart) -%}
        {%- if datepart | lower == 'week' -%}
        {{ dbt.weeks_between(first_date, second_date) }}
        {%- else -%}
        date_diff('{{ datepart }}', ({{ first_date }})::timestamp, ({{ second_date }})::timestamp)
        {%- endif -%}
    {%- endmacro %}
    {% macro bigquery__datediff(first_date, second_date, datepart) -%}
        datetime_diff(cast({{ second_date }} as datetime), cast({{ first_date }} as datetime), {{ datepart }})
    {%- endmacro %}

    {% macro last_day(date, datepart) -%}
      {{ return(adapter.dispatch('last_day', 'dbt')(date, datepart)) }}
    {%- endmacro %}
    {% macro default__last_day(date, datepart) -%}
        cast(
            {{ dbt.dateadd('day', '-1', dbt.dateadd(datepart, '1', dbt.date_trunc(datepart, date))) }}
            as date)
    {%- endmacro %}

    {% macro split_part(string_text, delimiter_text, part_number) -%}
      {{ return(adapter.dispatch('split_part', 'dbt')(string_text, delimiter_text, part_number)) }}
    {%- endmacro %}
    {% macro default__split_part(string_text, delimiter_text, part_number) -%}
        split_part(
            {{ string_text }},
            {{ delimiter_text }},
            {{ part_number }}
            )
    {%- endmacro %}
    {% macro duckdb__split_part(string_text, delimiter_text, part_number) -%}
        string_split({{ string_text }}, {{ delimiter_text }})[ {{ part_number }} ]
    {%- endmacro %}
    {% macro bigquery__split_part(string_text, delimiter_text, part_number) -%}
        split({{ string_text }}, {{ delimiter_text }})[safe_offset({{ part_number - 1 }})]
    {%- endmacro %}

    {% macro safe_cast(field, type) -%}
      {{ return(adapter.dispatch('safe_cast', 'dbt')(field, type)) }}
    {%- endmacro %}
    {% macro default__safe_cast(field, type) -%}
        cast({{ field }} as {{ type }})
    {%- endmacro %}
    {% macro duckdb__safe_cast(field, type) -%}
        try_cast({{ field }} as {{ type }})
    {%- endmacro %}
    {% macro snowflake__safe_cast(field, type) -%}
        try_cast({{ field }} as {{ type }})
    {%- endmacro %}
    {% macro databricks__safe_cast(field, type) -%}
        try_cast({{ field }} as {{ type }})
    {%- endmacro %}
    {% macro spark__safe_cast(field, type) -%}
        try_cast({{ field }} as {{ type }})
    {%- endmacro %}
    {% macro bigquery__safe_cast(field, type) -%}
        safe_cast({{ field }} as {{ type }})
    {%- endmacro %}
    {% macro sqlite__safe_cast(field, type) -%}
        try_cast({{ field }} as {{ type }})
    {%- endmacro %}

    {% macro cast(field, type) -%}
      {{ return(adapter.dispatch('cast', 'dbt')(field, type)) }}
    {%- endmacro %}
    {% macro default__cast(field, type) -%}
        cast({{ field }} as {{ type }})
    {%- endmacro %}

    {% macro concat(fields) -%}
      {{ return(adapter.dispatch('concat', 'dbt')(fields)) }}
    {%- endmacro %}
    {% macro default__concat(fields) -%}
        {{ fields | join(' || ') }}
    {%- endmacro %}
    {% macro spark__concat(fields) -%}
        concat({{ fields | join(', ') }})
    {%- endmacro %}
    {% macro bigquery__concat(fields) -%}
        concat({{ fields | join(', ') }})
    {%- endmacro %}

    {% macro hash(field) -%}
      {{ return(adapter.dispatch('hash', 'dbt')(field)) }}
    {%- endmacro %}
    {% macro default__hash(field) -%}
        md5(cast({{ field }} as {{ dbt.type_string() }}))
    {%- endmacro %}
    {% macro bigquery__hash(field) -%}
        to_hex(md5(cast({{ field }} as {{ dbt.type_string() }})))
    {%- endmacro %}

    {% macro listagg(measure, delimiter_text="','", order_by_clause=none, limit_num=none) -%}
      {{ return(adapter.dispatch('listagg', 'dbt')(measure, delimiter_text, order_by_clause, limit_num)) }}
    {%- endmacro %}
    {% macro default__listagg(measure, delimiter_text="','", order_by_clause=none, limit_num=none) -%}
        {% if limit_num -%}
        array_to_string(
            array_slice(
                array_agg(
                    {{ measure }}
                ){% if order_by_clause -%}
                within group ({{ order_by_clause }})
                {%- endif %}
                ,0
                ,{{ limit_num }}
            ),
            {{ delimiter_text }}
            )
        {%- else %}
        listagg(
            {{ measure }},
            {{ delimiter_text }}
            )
            {% if order_by_clause -%}
            within group ({{ order_by_clause }})
            {%- endif %}
        {%- endif %}
    {%- endmacro %}
    {% macro redshift__listagg(measure, delimiter_text="','", order_by_clause=none, limit_num=none) -%}
        {%- if limit_num -%}{{ exceptions.raise_compiler_error("listagg with a limit is not made for " ~ target.type) }}{%- endif -%}
        listagg({{ measure }}, {{ delimiter_text }}){% if order_by_clause %} within group ({{ order_by_clause }}){% endif %}
    {%- endmacro %}
    {% macro duckdb__listagg(measure, delimiter_text="','", order_by_clause=none, limit_num=none) -%}
        {% if limit_num -%}array_to_string(list_slice(array_agg({{ measure }}{{ ' ' ~ order_by_clause if order_by_clause }}), 1, {{ limit_num }}), {{ delimiter_text }}){%- else -%}string_agg({{ measure }}, {{ delimiter_text }}{{ ' ' ~ order_by_clause if order_by_clause }}){%- endif %}
    {%- endmacro %}
    {% macro postgres__listagg(measure, delimiter_text="','", order_by_clause=none, limit_num=none) -%}
        {%- if limit_num -%}{{ exceptions.raise_compiler_error("listagg with a limit is not made for " ~ target.type) }}{%- endif -%}
        string_agg({{ measure }}, {{ delimiter_text }}{{ ' ' ~ order_by_clause if order_by_clause }})
    {%- endmacro %}
    {% macro sqlite__listagg(measure, delimiter_text="','", order_by_clause=none, limit_num=none) -%}
        {%- if limit_num -%}{{ exceptions.raise_compiler_error("listagg with a limit is not made for " ~ target.type) }}{%- endif -%}
        string_agg({{ measure }}, {{ delimiter_text }}{{ ' ' ~ order_by_clause if order_by_clause }})
    {%- endmacro %}
    {% macro bigquery__listagg(measure, delimiter_text="','", order_by_clause=none, limit_num=none) -%}
        string_agg({{ measure }}, {{ delimiter_text }}{{ ' ' ~ order_by_clause if order_by_clause }}{{ ' limit ' ~ limit_num if limit_num }})
    {%- endmacro %}
    {% macro spark__listagg(measure, delimiter_text="','", order_by_clause=none, limit_num=none) -%}
        {%- if order_by_clause or limit_num -%}{{ exceptions.raise_compiler_error("listagg with an order or a limit is not made for " ~ target.type) }}{%- endif -%}
        array_join(collect_list({{ measure }}), {{ delimiter_text }})
    {%- endmacro %}

    {% macro string_literal(value) -%}
      {{ return(adapter.dispatch('string_literal', 'dbt')(value)) }}
    {%- endmacro %}
    {% macro default__string_literal(value) -%}
        '{{ value }}'
    {%- endmacro %}

    {% macro escape_single_quotes(expression) -%}
      {{ return(adapter.dispatch('escape_single_quotes', 'dbt')(expression)) }}
    {%- endmacro %}
    {% macro default__escape_single_quotes(expression) -%}
        {{ expression | replace("'", "''") }}
    {%- endmacro %}
    {% macro spark__escape_single_quotes(expression) -%}
        {{ expression | replace("'", "\\'") }}
    {%- endmacro %}
    {% macro bigquery__escape_single_quotes(expression) -%}
        {{ expression | replace("'", "\\'") }}
    {%- endmacro %}
    {% macro snowflake__escape_single_quotes(expression) -%}
        {{ expression | replace("'", "\\'") }}
    {%- endmacro %}

    {% macro length(expression) -%}
      {{ return(adapter.dispatch('length', 'dbt')(expression)) }}
    {%- endmacro %}
    {% macro default__length(expression) -%}
        length(
            {{ expression }}
        )
    {%- endmacro %}

    {% macro position(substring_text, string_text) -%}
      {{ return(adapter.dispatch('position', 'dbt')(substring_text, string_text)) }}
    {%- endmacro %}
    {% macro default__position(substring_text, string_text) -%}
        position(
            {{ substring_text }} in {{ string_text }}
        )
    {%- endmacro %}
    {% macro bigquery__position(substring_text, string_text) -%}
        strpos({{ string_text }}, {{ substring_text }})
    {%- endmacro %}

    {% macro replace(field, old_chars, new_chars) -%}
      {{ return(adapter.dispatch('replace', 'dbt')(field, old_chars, new_chars)) }}
    {%- endmacro %}
    {% macro default__replace(field, old_chars, new_chars) -%}
        replace(
            {{ field }},
            {{ old_chars }},
            {{ new_chars }}
        )
    {%- endmacro %}

    {% macro right(string_text, length_expression) -%}
      {{ return(adapter.dispatch('right', 'dbt')(string_text, length_expression)) }}
    {%- endmacro %}
    {% macro default__right(string_text, length_expression) -%}
        right(
            {{ string_text }},
            {{ length_expression }}
        )
    {%- endmacro %}

    {% macro except() -%}
      {{ return(adapter.dispatch('except', 'dbt')()) }}
    {%- endmacro %}
    {% macro default__except() -%}
        except
    {%- endmacro %}
    {% macro bigquery__except() -%}
        except distinct
    {%- endmacro %}

    {% macro intersect() -%}
      {{ return(adapter.dispatch('intersect', 'dbt')()) }}
    {%- endmacro %}
    {% macro default__intersect() -%}
        intersect
    {%- endmacro %}
    {% macro bigquery__intersect() -%}
        intersect distinct
    {%- endmacro %}

    {% macro any_value(expression) -%}
      {{ return(adapter.dispatch('any_value', 'dbt')(expression)) }}
    {%- endmacro %}
    {% macro default__any_value(expression) -%}
        any_value({{ expression }})
    {%- endmacro %}
    {% macro redshift__any_value(expression) -%}
        any_value({{ expression }})
    {%- endmacro %}
    {% macro postgres__any_value(expression) -%}
        (array_agg({{ expression }}))[1]
    {%- endmacro %}

    {% macro bool_or(expression) -%}
      {{ return(adapter.dispatch('bool_or', 'dbt')(expression)) }}
    {%- endmacro %}
    {% macro default__bool_or(expression) -%}
        bool_or({{ expression }})
    {%- endmacro %}
    {% macro snowflake__bool_or(expression) -%}
        boolor_agg({{ expression }})
    {%- endmacro %}
    {% macro bigquery__bool_or(expression) -%}
        logical_or({{ expression }})
    {%- endmacro %}
    """#
}
