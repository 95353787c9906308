select * from {{ ref('tools', 'tool_deep') }} union all select * from {{ ref('tool_base') }}
