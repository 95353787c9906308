select * from {{ ref('tool_base') }} union all select * from {{ ref('tools', 'tool_base') }}
