-- The months add up to the deals that were won.
with booked as (
  select sum(arr_won) as arr from {{ ref('monthly_bookings') }}
),

won as (
  select sum(arr) as arr from {{ ref('fct_opportunity') }} where opportunity_status = 'Won'
)

select booked.arr as booked, won.arr as won
from booked
cross join won
where booked.arr <> won.arr
