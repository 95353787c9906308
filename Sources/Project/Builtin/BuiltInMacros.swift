/// The macros and generic tests that come with this program, under the names of the packages projects know them by.
enum BuiltInMacros {
  /// One source text: the package it belongs to, and a name for messages.
  struct Source {
    var package: String
    var name: String
    var text: String
  }

  /// All sources; a new one is one line.
  static let sources: [Source] = [
    Source(package: "dbt", name: "tests", text: dbtTests),
    Source(package: "dbt", name: "naming", text: dbtNaming),
    Source(package: "dbt", name: "cross_database", text: dbtCrossDatabase),
    Source(package: "dbt", name: "types", text: dbtTypes),
    Source(package: "dbt", name: "general", text: dbtGeneral),
    Source(package: "dbt_utils", name: "relations", text: dbtUtilsRelations),
    Source(package: "dbt_utils", name: "general", text: dbtUtilsGeneral),
    Source(package: "dbt_utils", name: "value_tests", text: dbtUtilsValueTests),
    Source(package: "dbt_utils", name: "table_tests", text: dbtUtilsTableTests),
    Source(package: "dbt_expectations", name: "rows", text: dbtExpectationsRows),
    Source(package: "dbt_expectations", name: "aggregates", text: dbtExpectationsAggregates),
    Source(package: "dbt_expectations", name: "tables", text: dbtExpectationsTables),
    Source(package: "dbt_date", name: "dates", text: dbtDate),
  ]

  /// All macros, parsed once.
  static let all: [MacroEntry] = {
    let log = MessageLog()
    let files = MacroFiles(log: log)
    let entries = sources.flatMap { source in
      files.entries(
        text: source.text, path: "built-in \(source.package)/\(source.name)", package: source.package, isBuiltIn: true)
    }
    assert(!log.hasErrors, "\(log.sorted)")
    return entries
  }()
}
