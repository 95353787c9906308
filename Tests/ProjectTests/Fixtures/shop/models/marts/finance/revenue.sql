-- uses an ephemeral model of an ephemeral model
select date_trunc('month', ordered_at) as month, sum(net) as net, '{{ var("currency") }}' as currency
from {{ ref('paid_orders') }}
group by 1
