import Project
import TestSupport
import Testing

@Suite struct `Macros and tests that come with the program` {
  @Test func `stand in for dbt_utils and dbt_expectations where they are not installed`() throws {
    let project = try ProjectLoader.load(ExpectedFacts.folder + "builtin")
    let tests = project.graph.nodes.values.filter { $0.resourceType == .test }
    #expect(tests.count > 70)
    for id in project.graph.order {
      guard let node = project.graph[id] else { continue }
      let compiled = try project.compiler.compile(node, context: CompilationContext(), adapter: NoWarehouse())
      #expect(!compiled.sql.contains("{{"), "\(id)")
    }
  }

  /// What dbt's own macros say on each platform, from its documentation.
  static let words: [(type: String, call: String, sql: String)] = [
    ("duckdb", "dbt.dateadd('day', 1, 'd')", "date_add(d, interval (1) day)"),
    ("snowflake", "dbt.datediff('a', 'b', 'month')", "datediff( month, a, b )"),
    ("postgres", "dbt.dateadd('day', 1, 'd')", "d + ((interval '1 day') * (1))"),
    ("redshift", "dbt.datediff('a', 'b', 'day')", "datediff(day, a, b)"),
    ("databricks", "dbt.safe_cast('a', dbt.type_string())", "try_cast(a as string)"),
    ("bigquery", "dbt.hash('a')", "to_hex(md5(cast(a as string)))"),
    ("snowflake", "dbt.current_timestamp()", "convert_timezone('UTC', current_timestamp())"),
    ("postgres", "dbt.split_part('a', \"'-'\", 2)", "split_part( a, '-', 2 )"),
    ("duckdb", "dbt.escape_single_quotes(\"it's\")", "it''s"),
    ("duckdb", "dbt_utils.group_by(3)", "group by 1,2,3"),
    ("duckdb", "dbt_utils.safe_divide('a', 'b')", "( a ) / nullif( ( b ), 0)"),
    ("duckdb", "modules.re.sub('[aeiou]+', '_', 'a queue')", "_ q_"),
    ("duckdb", "modules.re.match('(\\\\d+)-(\\\\d+)', '12-34').group(2)", "34"),
    (
      "duckdb",
      "modules.re.findall('(?ix) (?<!distinct\\\\s) (from|join)\\\\s+ # where from\\n ([a-z]+)', 'From a is distinct from b join c')",
      "[('From', 'a'), ('join', 'c')]"
    ),
    ("duckdb", "modules.re.split('(,)\\\\s*', 'a, b,c', 1)", "['a', ',', 'b,c']"),
    (
      "duckdb", "modules.re.search('(?P<y>\\\\d+)-(?P<m>\\\\d+)', 'in 2024-03').groupdict()", "{'y': '2024', 'm': '03'}"
    ),
    ("duckdb", "modules.re.sub('(?P<w>\\\\w+)$', '<\\\\g<w>>', 'é été')", "é <été>"),
    ("duckdb", "modules.re.compile('b', 2).search('aB').span()", "(1, 2)"),
    ("duckdb", "api.Column('a', 'VARCHAR').data_type", "character varying(256)"),
    ("duckdb", "api.Column('a', 'DECIMAL(10,2)').dtype", "DECIMAL(10,2)"),
    ("snowflake", "api.Column('a', 'NUMBER(10,2)').dtype", "NUMBER"),
    ("duckdb", "invocation_args_dict.vars", "{}"),
    ("duckdb", "(modules.datetime.date(2024, 3, 1) - modules.datetime.timedelta(days=1)).isoformat()", "2024-02-29"),
    ("duckdb", "(modules.datetime.datetime(2024, 3, 1) - modules.datetime.datetime(2024, 2, 1)).days", "29"),
    (
      "duckdb", "modules.datetime.datetime.strptime('2024-03-01 10', '%Y-%m-%d %H').strftime('%d.%m.%y %I%p')",
      "01.03.24 10AM"
    ),
    ("duckdb", "modules.itertools.product([1, 2], ['a']) | list", "[(1, 'a'), (2, 'a')]"),
    ("duckdb", "api.Relation.create(schema='s', identifier='t')", "\"s\".\"t\""),
    ("databricks", "api.Relation.create(database='d', schema='s', identifier='t')", "`d`.`s`.`t`"),
    ("duckdb", "tojson({'a': [1, none]})", "{\"a\": [1, null]}"),
    ("duckdb", "fromyaml('a: [1, on]')", "{'a': [1, True]}"),
    ("duckdb", "local_md5('a')", "0cc175b9c0f1b6a831c399e269772661"),
  ]

  @Test(arguments: words.indices) func `speak each platform's words`(_ index: Int) throws {
    let one = Self.words[index]
    let folder = TemporaryFolder()
    folder.write("name: p\nversion: '1.0'\nprofile: p\n", to: "dbt_project.yml")
    folder.write("p: {target: d, outputs: {d: {type: \(one.type), schema: s}}}\n", to: "profiles.yml")
    let project = try ProjectLoader.load(folder.path, options: LoadOptions { _ in true })
    let compiled = try project.compiler.compile(
      inline: "{{ \(one.call) }}", context: CompilationContext(), adapter: NoWarehouse())
    #expect(folded(compiled.sql) == one.sql)
  }
}
