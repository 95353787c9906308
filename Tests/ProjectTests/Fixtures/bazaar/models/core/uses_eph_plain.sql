-- comment first
select * from {{ ref('eph_two') }}
