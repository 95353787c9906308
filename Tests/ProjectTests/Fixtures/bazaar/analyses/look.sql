select count(*) from {{ ref('inc') }} where x in ({{ [1, 2] | join(', ') }})
