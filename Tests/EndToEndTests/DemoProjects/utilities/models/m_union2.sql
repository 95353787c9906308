{{ dbt_utils.union_relations([ref('people'), ref('people_more')], include=['id','first_name','score'], column_override={'score': 'integer'}, source_column_name='src', where='id > 1') }}
