select user_id,
{{ dbt_utils.pivot('kind', dbt_utils.get_column_values(ref('events'), 'kind', order_by='kind')) }},
{{ dbt_utils.pivot('kind', ['view', 'buy'], agg='max', then_value='amount', else_value='null', prefix='max_', suffix='_amt', quote_identifiers=False) }}
from {{ ref('events') }} group by user_id
