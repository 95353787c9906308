select {{ dbt_utils.generate_surrogate_key(['id','name']) }} k, {{ dbt_utils.surrogate_key('id','name') }},
{{ dbt_utils.star(ref('base')) }}, {{ dbt_utils.safe_divide('a','b') }}, {{ dbt.dateadd('day', 1, 'x') }}, {{ dbt.datediff('a','b','month') }}, {{ dbt.date_trunc('month','d') }}, {{ dbt.last_day('d','month') }},
{{ dbt.split_part('s', "','", 2) }}, {{ dbt.safe_cast('x', dbt.type_timestamp()) }}, {{ dbt.listagg('x', "', '", 'order by x', 3) }}, {{ dbt.listagg('x') }}, {{ dbt.hash('x') }}, {{ dbt.current_timestamp() }}, {{ dbt.date(2024, 2, 3) }}, {{ dbt.length('x') }}, {{ dbt.position("'a'", 'x') }}, {{ dbt.right('x', 2) }}, {{ dbt.any_value('x') }}, {{ dbt.bool_or('x') }}, {{ dbt.escape_single_quotes("it's") }}, {{ dbt.string_literal('x') }}, {{ dbt.type_numeric() }}, {{ dbt.cast('a', 'int') }}, {{ dbt.concat(['a','b']) }}, {{ dbt.array_construct([1,2]) }}, {{ dbt_utils.haversine_distance('a','b','c','d','km') }}, {{ dbt_utils.get_url_host('u') }}, {{ dbt_utils.get_url_path('u') }}, {{ dbt_utils.get_url_parameter('u','utm') }}, {{ dbt_utils.width_bucket('a', 0, 10, 5) }}, {{ dbt_utils.safe_add(['a','b']) }}
{{ dbt_utils.pivot('color', ['red','blue']) }}
{{ dbt_utils.group_by(3) }}
{{ dbt_utils.deduplicate(ref('base'), 'id', 'name desc') }}
{{ dbt_utils.date_spine('day', "cast('2024-01-01' as date)", "cast('2024-02-01' as date)") }}
{{ dbt_utils.union_relations([ref('base'), ref('base')]) }}
{{ dbt_utils.unpivot(ref('base'), exclude=['id']) }}
{{ dbt_utils.get_column_values(ref('base'), 'name', default=['x']) }}
{{ dbt.except() }} {{ dbt.intersect() }}
