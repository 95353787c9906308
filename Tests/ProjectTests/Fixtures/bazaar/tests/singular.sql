{{ config(severity='warn', tags=['single']) }}
select * from {{ ref('inc') }} where c0 < 0;
