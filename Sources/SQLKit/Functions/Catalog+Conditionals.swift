extension FunctionCatalog {
  /// Choices and NULL.
  static let conditionals = #"""
    coalesce,ifnull,nvl | 2+ | a | c | coalesce($*)
    coalesce | 1 | a | 1 | ($1)
    nullif | 2 | a | 1 | nullif($1, $2)
    nvl2 | 3 | * | c2 | CASE WHEN $1 IS NOT NULL THEN $2 ELSE $3 END
    iff,if | 3 | dsbkq | c2 | CASE WHEN ${b1} THEN $2 ELSE $3 END
    if | 2 | bk | 2 | CASE WHEN ${b1} THEN $2 END
    iif | 3 | a | c2 | CASE WHEN $1 THEN $2 ELSE $3 END
    zeroifnull | 1 | sbk | 1 | coalesce($1, 0)
    nullifzero | 1 | sbk | 1 | nullif($1, 0)
    equal_null | 2 | sbk | boolean | ($1 IS $2)
    isnull | 1 | bkd | boolean | ($1 IS NULL)
    isnotnull | 1 | bk | boolean | ($1 IS NOT NULL)
    booland | 2 | s | boolean | (${b1} AND ${b2})
    boolor | 2 | s | boolean | (${b1} OR ${b2})
    boolnot | 1 | s | boolean | (NOT ${b1})
    typeof | 1 | l | text | typeof($1)
    current_user,session_user,user | 0 | * | text | 'sluice'
    current_database,current_catalog | 0 | * | text | 'main'
    current_schema | 0 | * | text | 'main'
    assert_true | 1 | bk | ? | assert_true($1)
    raise_error,error | 1 | dbkq | ? | raise_error($1)
    """#
}
