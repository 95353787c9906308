{{ config(materialized='ephemeral') }}
select id, 1 as one from {{ ref('stage_people') }}
