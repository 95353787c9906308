{{ config(tags=['own'], meta={'depth': 2, 'own': true}) }}
with source as (select * from {{ source('raw', 'orders') }})
select {{ columns_of(2) }}, '{{ only_in_model if only_in_model is defined else 'undefined' }}' as u, {{ tools.shout('x') }} as s, {{ tools.whisper('y') }} as w
from source where floor >= {{ var('floor') }} and '{{ var("shared") }}' = '{{ tools.only_here() }}' and '{{ bazaar_only() }}' <> '{{ bazaar.bazaar_only() }}'
