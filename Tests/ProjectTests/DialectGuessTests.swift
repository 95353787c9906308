import TestSupport
import Testing

@testable import Project

@Suite struct `A project without a profile` {
  private func dialect(_ files: [String: String], profile: String = "shop") -> String {
    let folder = TemporaryFolder()
    for (name, text) in files { folder.write(text, to: name) }
    return DialectGuess(root: folder.path, searchRoots: ["models"], profileName: profile).answer().dialect
  }

  @Test func `is read as DuckDB's SQL where nothing speaks for another`() {
    #expect(dialect(["models/a.sql": "select a::int, date_trunc('month', d) from {{ ref('b') }}"]) == "duckdb")
    #expect(dialect([:]) == "duckdb")
  }

  @Test func `is read as the platform's whose words it uses`() {
    #expect(dialect(["models/a.sql": "select dateadd(day, 1, d), iff(a, 1, 2) from t"]) == "snowflake")
    #expect(dialect(["models/a.sql": "select SAFE_CAST(a AS INT64) from `p.d.t`"]) == "bigquery")
    #expect(dialect(["models/a.sql": "select get_json_object(a, '$.b') from t"]) == "databricks")
    #expect(dialect(["models/a.sql": "select a from t where d < getdate()"]) == "redshift")
  }

  @Test func `is read as its requirements or its profile's name say before anything else`() {
    let files = ["models/a.sql": "select getdate()", "requirements.txt": "dbt-core==1.8\ndbt-postgres==1.8\n"]
    #expect(dialect(files) == "postgres")
    #expect(dialect(files, profile: "bigquery") == "bigquery")
    #expect(dialect(["requirements.txt": "dbt-postgres\ndbt-snowflake\n"]) == "duckdb")
  }
}
