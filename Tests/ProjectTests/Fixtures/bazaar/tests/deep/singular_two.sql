select * from {{ ref('customer') }} join {{ source('raw','orders') }} using (id)
