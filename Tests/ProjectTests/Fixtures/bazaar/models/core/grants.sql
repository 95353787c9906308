{{ config(grants={'select': ['a']}, group='finance', access='private', docs={'node_color': 'blue'}, event_time='at', batch_size='day', begin='2024-01-01', lookback=2) }}
select 1 as at
