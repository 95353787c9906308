{{ dbt_utils.deduplicate(relation=ref('events'), partition_by='user_id', order_by='happened_on desc, event_id desc') }}
