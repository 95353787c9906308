{{ dbt_utils.union_relations(relations=[ref('people'), ref('people_more')], exclude=['ip_address']) }}
