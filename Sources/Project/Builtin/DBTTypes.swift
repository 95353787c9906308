extension BuiltInMacros {
  /// dbt's macros for types, arrays and the clock, in each platform's words.
  static let dbtTypes = #"""
    {% macro array_append(array, new_element) -%}
      {{ return(adapter.dispatch('array_append', 'dbt')(array, new_element)) }}
    {%- endmacro %}
    {% macro default__array_append(array, new_element) -%}
        array_append({{ array }}, {{ new_element }})
    {%- endmacro %}

    {% macro array_concat(array_1, array_2) -%}
      {{ return(adapter.dispatch('array_concat', 'dbt')(array_1, array_2)) }}
    {%- endmacro %}
    {% macro default__array_concat(array_1, array_2) -%}
        array_cat({{ array_1 }}, {{ array_2 }})
    {%- endmacro %}
    {% macro duckdb__array_concat(array_1, array_2) -%}
        list_concat({{ array_1 }}, {{ array_2 }})
    {%- endmacro %}

    {% macro array_construct(inputs=[], data_type=none) -%}
      {{ return(adapter.dispatch('array_construct', 'dbt')(inputs, data_type)) }}
    {%- endmacro %}
    {% macro default__array_construct(inputs=[], data_type=none) -%}
        {% if inputs|length > 0 %}array[ {{ inputs|join(' , ') }} ]{% else %}array[]::{{ data_type or 'integer' }}[]{% endif %}
    {%- endmacro %}
    {% macro snowflake__array_construct(inputs=[], data_type=none) -%}
        array_construct( {{ inputs|join(' , ') }} )
    {%- endmacro %}
    {% macro spark__array_construct(inputs=[], data_type=none) -%}
        array( {{ inputs|join(' , ') }} )
    {%- endmacro %}
    {% macro databricks__array_construct(inputs=[], data_type=none) -%}
        array( {{ inputs|join(' , ') }} )
    {%- endmacro %}

    {% macro cast_bool_to_text(field) -%}
      {{ return(adapter.dispatch('cast_bool_to_text', 'dbt')(field)) }}
    {%- endmacro %}
    {% macro default__cast_bool_to_text(field) -%}
        cast({{ field }} as {{ dbt.type_string() }})
    {%- endmacro %}

    {% macro date(year, month, day) -%}
      {{ return(adapter.dispatch('date', 'dbt')(year, month, day)) }}
    {%- endmacro %}
    {% macro default__date(year, month, day) -%}
        {{ dbt.cast("'" ~ modules.datetime.date(year, month, day).strftime('%Y-%m-%d') ~ "'", 'date') }}
    {%- endmacro %}

    {% macro current_timestamp() -%}
      {{ return(adapter.dispatch('current_timestamp', 'dbt')()) }}
    {%- endmacro %}
    {% macro default__current_timestamp() -%}
        current_timestamp
    {%- endmacro %}
    {% macro duckdb__current_timestamp() -%}
        now()
    {%- endmacro %}
    {% macro snowflake__current_timestamp() -%}
        convert_timezone('UTC', current_timestamp())
    {%- endmacro %}
    {% macro databricks__current_timestamp() -%}
        current_timestamp()
    {%- endmacro %}
    {% macro spark__current_timestamp() -%}
        current_timestamp()
    {%- endmacro %}
    {% macro redshift__current_timestamp() -%}
        getdate()
    {%- endmacro %}
    {% macro bigquery__current_timestamp() -%}
        current_timestamp()
    {%- endmacro %}

    {% macro type_string() -%}
      {{ return(adapter.dispatch('type_string', 'dbt')()) }}
    {%- endmacro %}
    {% macro default__type_string() -%}
        text
    {%- endmacro %}
    {% macro bigquery__type_string() -%}
        string
    {%- endmacro %}
    {% macro spark__type_string() -%}
        string
    {%- endmacro %}
    {% macro databricks__type_string() -%}
        string
    {%- endmacro %}
    {% macro redshift__type_string() -%}
        varchar
    {%- endmacro %}
    {% macro duckdb__type_string() -%}
        TEXT
    {%- endmacro %}
    {% macro sqlite__type_string() -%}
        text
    {%- endmacro %}
    {% macro snowflake__type_string() -%}
        TEXT
    {%- endmacro %}
    {% macro postgres__type_string() -%}
        TEXT
    {%- endmacro %}

    {% macro type_timestamp() -%}
      {{ return(adapter.dispatch('type_timestamp', 'dbt')()) }}
    {%- endmacro %}
    {% macro default__type_timestamp() -%}
        timestamp
    {%- endmacro %}
    {% macro duckdb__type_timestamp() -%}
        TIMESTAMP
    {%- endmacro %}
    {% macro bigquery__type_timestamp() -%}
        timestamp
    {%- endmacro %}
    {% macro snowflake__type_timestamp() -%}
        timestamp_ntz
    {%- endmacro %}

    {% macro type_float() -%}
      {{ return(adapter.dispatch('type_float', 'dbt')()) }}
    {%- endmacro %}
    {% macro default__type_float() -%}
        float
    {%- endmacro %}
    {% macro duckdb__type_float() -%}
        FLOAT
    {%- endmacro %}
    {% macro bigquery__type_float() -%}
        float64
    {%- endmacro %}
    {% macro spark__type_float() -%}
        float
    {%- endmacro %}

    {% macro type_numeric() -%}
      {{ return(adapter.dispatch('type_numeric', 'dbt')()) }}
    {%- endmacro %}
    {% macro default__type_numeric() -%}
        numeric(28, 6)
    {%- endmacro %}
    {% macro bigquery__type_numeric() -%}
        numeric
    {%- endmacro %}

    {% macro type_bigint() -%}
      {{ return(adapter.dispatch('type_bigint', 'dbt')()) }}
    {%- endmacro %}
    {% macro default__type_bigint() -%}
        bigint
    {%- endmacro %}
    {% macro bigquery__type_bigint() -%}
        int64
    {%- endmacro %}
    {% macro spark__type_bigint() -%}
        bigint
    {%- endmacro %}

    {% macro type_int() -%}
      {{ return(adapter.dispatch('type_int', 'dbt')()) }}
    {%- endmacro %}
    {% macro default__type_int() -%}
        integer
    {%- endmacro %}
    {% macro duckdb__type_int() -%}
        INTEGER
    {%- endmacro %}
    {% macro bigquery__type_int() -%}
        int64
    {%- endmacro %}
    {% macro spark__type_int() -%}
        int
    {%- endmacro %}

    {% macro type_boolean() -%}
      {{ return(adapter.dispatch('type_boolean', 'dbt')()) }}
    {%- endmacro %}
    {% macro default__type_boolean() -%}
        boolean
    {%- endmacro %}
    {% macro duckdb__type_boolean() -%}
        BOOLEAN
    {%- endmacro %}
    {% macro bigquery__type_boolean() -%}
        bool
    {%- endmacro %}
    """#
}
