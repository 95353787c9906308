select id,
 {{ dbt_utils.generate_surrogate_key(['id', 'email', 'created_at', 'is_active', 'score']) }} as k,
 {{ dbt_utils.generate_surrogate_key(['score']) }} as k_score,
 {{ dbt_utils.generate_surrogate_key(['is_active']) }} as k_bool,
 {{ dbt_utils.generate_surrogate_key(['created_at']) }} as k_ts,
 {{ dbt_utils.generate_surrogate_key(['cast(created_at as date)']) }} as k_date,
 {{ dbt_utils.generate_surrogate_key(['id * 1.0', 'id / 2', 'cast(id as numeric(10,2))']) }} as k_num,
 cast(score as varchar) as s_score, cast(is_active as varchar) as s_b, cast(created_at as varchar) as s_t, cast(created_at as date)::varchar as s_d,
 cast(id * 1.0 as varchar) as s_n, cast(id/2 as varchar) as s_h
from {{ ref('people') }}
