select * from {{ ref('b0') }} join {{ ref('c0') }} using (id) where false
