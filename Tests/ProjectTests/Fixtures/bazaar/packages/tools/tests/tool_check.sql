select * from {{ ref('tool_base') }} where own is null
