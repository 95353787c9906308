// swift-tools-version: 6.2
import PackageDescription

/// Every target is held to the same rules: Swift 6 concurrency, explicit existentials, explicit imports, no warnings.
let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .treatAllWarnings(as: .error),
]

/// A house of the package: its name and the houses it may look into. Arrows run downwards only.
func house(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

/// The tests of one house; `TestSupport` is shared by all of them. `data` names folders that hold cases, not code.
func tests(_ name: String, _ dependencies: [Target.Dependency], data: [String] = []) -> Target {
  .testTarget(
    name: name + "Tests",
    dependencies: dependencies + ["TestSupport"],
    path: "Tests/\(name)Tests",
    exclude: data,
    swiftSettings: strict
  )
}

let package = Package(
  name: "sluice",
  products: [.executable(name: "sluice", targets: ["sluice"])],
  targets: [
    // C libraries: a module map and a shim header each.
    .systemLibrary(name: "CNcurses"),
    .systemLibrary(name: "CSQLite"),
    .systemLibrary(name: "CYAML"),
    .systemLibrary(name: "CCompression"),
    .systemLibrary(name: "CMalloc"),

    // Leaves: know nothing of pipelines.
    house("Threads", ["CMalloc"]),
    house("TerminalKit"),
    house("NcursesTerminal", ["CNcurses", "TerminalKit"]),
    house("SQLiteKit", ["CSQLite"]),
    house("YAML", ["CYAML"]),
    house("TableFile"),
    house("Jinja"),
    house("SQLKit"),
    house("Patterns"),
    house("SQLFunctions", ["SQLiteKit", "Patterns"]),
    house("Compression", ["CCompression"]),
    house("ParallelQuery", ["SQLiteKit", "TableFile", "Threads"]),
    house("CommandLineKit"),

    // The pipeline.
    house("Project", ["YAML", "Jinja", "SQLKit", "Threads", "Patterns"]),
    house(
      "Engine",
      [
        "Project", "SQLKit", "SQLFunctions", "SQLiteKit", "Compression", "YAML", "TableFile", "ParallelQuery",
        "Threads",
      ]),
    house("SampleData"),
    house("Console", ["TerminalKit", "Engine", "Project", "Threads"]),
    .executableTarget(
      name: "sluice",
      dependencies: [
        "Console", "NcursesTerminal", "Engine", "Project", "SampleData", "CommandLineKit", "TerminalKit", "Threads",
      ],
      swiftSettings: strict
    ),

    .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: strict),
    tests("TerminalKit", ["TerminalKit"]),
    tests("SQLiteKit", ["SQLiteKit"]),
    tests("YAML", ["YAML"], data: ["Cases"]),
    tests("ParallelQuery", ["ParallelQuery", "SQLiteKit", "TableFile"]),
    tests("TableFile", ["TableFile", "SQLiteKit"]),
    tests("Jinja", ["Jinja"], data: ["Cases"]),
    tests("SQLKit", ["SQLKit", "SQLFunctions", "SQLiteKit"]),
    tests("CommandLineKit", ["CommandLineKit"]),
    tests("Project", ["Project", "YAML", "Jinja"], data: ["Fixtures"]),
    tests("Engine", ["Engine", "Project", "SQLiteKit", "Compression", "Threads"]),
    tests("SampleData", ["SampleData"]),
    tests("Console", ["Console", "Engine", "Project", "TerminalKit"]),
    tests("Fuzz", ["Engine", "Threads", "YAML", "Jinja", "SQLKit", "SQLFunctions", "SQLiteKit", "Compression"]),
    tests("EndToEnd", ["Engine", "Project", "SampleData", "SQLiteKit"], data: ["DemoProjects"]),
  ]
)
