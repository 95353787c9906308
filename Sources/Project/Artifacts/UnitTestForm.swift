/// A unit test as artifacts write it: formats named, fixtures read in, and dbt's checksum over all of it.
struct UnitTestForm {
  let given: [ConfigValue]
  let expect: ConfigValue
  let overrides: ConfigValue
  let versions: ConfigValue
  let checksum: String

  init(_ properties: ConfigValue, project: LoadedProject, package: String) {
    let fixtures = FixtureFolder(project.state?.packages[package])
    given = (properties["given"]?.asList ?? []).map { input in
      Self.rows(input, [ConfigEntry("input", input["input"] ?? .null)], fixtures)
    }
    expect = Self.rows(properties["expect"] ?? .map([]), [], fixtures)
    overrides =
      properties["overrides"].map { written in
        .map(["macros", "vars", "env_vars"].map { ConfigEntry($0, written[$0] ?? .map([])) })
      } ?? .null
    versions =
      properties["versions"].map { written in
        .map(["include", "exclude"].map { ConfigEntry($0, written[$0] ?? .null) })
      } ?? .null
    checksum = SHA256.hex(Self.text(properties, given: given, expect: expect, overrides: overrides, versions: versions))
  }

  private static func rows(_ value: ConfigValue, _ first: [ConfigEntry], _ fixtures: FixtureFolder) -> ConfigValue {
    let format = value["format"]?.scalarText ?? "dict"
    var rows = value["rows"] ?? (format == "dict" ? .list([]) : .null)
    let fixture = value["fixture"]?.scalarText
    if let fixture, let text = fixtures.text(fixture, format) {
      rows = format == "csv" ? csv(text) : .string(text)
    } else if format == "csv", let text = rows.stringValue {
      rows = csv(text)
    }
    return .map(
      first + [
        ConfigEntry("rows", rows), ConfigEntry("format", .string(format)),
        ConfigEntry("fixture", fixture.map { .string($0) } ?? .null),
      ])
  }

  /// CSV rows as dictionaries of texts; empty cells are null.
  private static func csv(_ text: String) -> ConfigValue {
    var reader = SeedRecords(text, delimiter: UInt8(ascii: ","))
    guard let header = reader.next()?.values else { return .list([]) }
    var rows: [ConfigValue] = []
    while let record = reader.next()?.values {
      let cells = header.enumerated().map { place, name in
        let cell = place < record.count ? record[place] : ""
        return ConfigEntry(name, cell.isEmpty ? .null : .string(cell))
      }
      rows.append(.map(cells))
    }
    return .list(rows)
  }

  /// The text dbt takes the checksum of: the parts as Python shows its objects.
  private static func text(
    _ properties: ConfigValue, given: [ConfigValue], expect: ConfigValue, overrides: ConfigValue, versions: ConfigValue
  ) -> String {
    func rows(_ value: ConfigValue) -> String {
      let format = value["format"]?.scalarText ?? "dict"
      return "rows=\((value["rows"] ?? .null).pythonRepr), format=<UnitTestFormat."
        + (["csv": "CSV", "sql": "SQL"][format] ?? "Dict") + ": '\(format)'>, fixture="
        + (value["fixture"] ?? .null).pythonRepr
    }
    let inputs = given.map { "UnitTestInputFixture(input=\(($0["input"] ?? .null).pythonRepr), \(rows($0)))" }
    let chosen =
      versions.isNull
      ? "None"
      : "UnitTestNodeVersions(include=\((versions["include"] ?? .null).pythonRepr), "
        + "exclude=\((versions["exclude"] ?? .null).pythonRepr))"
    let changed =
      overrides.isNull
      ? "None"
      : "UnitTestOverrides("
        + ["macros", "vars", "env_vars"].map { "\($0)=\((overrides[$0] ?? .map([])).pythonRepr)" }
        .joined(separator: ", ") + ")"
    var text = "\(properties["model"]?.scalarText ?? "")-\(chosen)-[\(inputs.joined(separator: ", "))]"
    text += "-UnitTestOutputFixture(\(rows(expect)))-\(changed)"
    for input in given where input["fixture"] != .null { text += "-\((input["rows"] ?? .null).pythonText)" }
    return text
  }
}

/// The files behind `fixture: name`: CSV and SQL in `tests/fixtures`.
struct FixtureFolder {
  private let package: Package?

  init(_ package: Package?) { self.package = package }

  /// The text of a fixture; nil when there is no such file.
  func text(_ name: String, _ format: String) -> String? {
    guard let package else { return nil }
    for folder in package.file.testPaths {
      let path = ProjectFolder.joined(package.root, "\(folder)/fixtures/\(name).\(format == "sql" ? "sql" : "csv")")
      if let text = ProjectFolder.text(path) { return text }
    }
    return nil
  }
}
