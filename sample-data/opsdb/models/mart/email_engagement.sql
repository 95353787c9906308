-- What becomes of mails, month by month.
select
  date_format(sent_at, 'yyyy-MM') as month,
  count_if(not is_incoming) as sent,
  count_if(is_incoming) as received,
  count_if(is_opened and not is_incoming) as opened,
  sum(click_count) as clicks,
  count_if(is_bounced) as bounced,
  count(distinct opportunity_id) as deals,
  round(count_if(is_opened and not is_incoming) / nullif(count_if(not is_incoming), 0), 4) as open_rate
from {{ ref('fct_email_message') }}
group by date_format(sent_at, 'yyyy-MM')
