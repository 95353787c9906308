{{ config(alias='people' ~ '_x', pre_hook=["select 'file'", {"sql": "select 2", "transaction": false}], post_hook="grant {{ this }} to {{ target.name }}") }}
select id, name from {{ source('raw', 'people') }}
