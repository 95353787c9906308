import Jinja

/// One macro of a package.
struct MacroEntry: Sendable {
  /// `macro.package.name`, as in dbt's artifacts.
  var id: String
  var name: String
  var package: String
  var definition: MacroDefinition
  var location: SourceLocation
  /// The whole file it stands in: what a fingerprint takes for its body.
  var text: String
  /// Whether it came with this program.
  var isBuiltIn: Bool
}

/// All macros in reach, and the rules by which a name finds one.
struct MacroCatalog: Sendable {
  /// By package and name; generic tests as `test_name`, materializations as `materialization_name_adapter`.
  private(set) var packages: [String: [String: MacroEntry]] = [:]
  private var builtIns: [String: [String: MacroEntry]] = [:]
  private let root: String
  private let dispatchOrders: [String: [String]]
  /// `snowflake`, `default`: what `dispatch` puts before a name, in order.
  let dispatchPrefixes: [String]
  /// Installed packages in order of installation.
  private let installed: [String]

  init(root: String, installed: [String], adapterType: String, dispatchOrders: [String: [String]]) {
    self.root = root
    self.installed = installed
    self.dispatchOrders = dispatchOrders
    dispatchPrefixes = Self.prefixes(for: adapterType)
  }

  /// An adapter's macros come first, then those of the adapter it grew out of, then the general ones.
  private static func prefixes(for type: String) -> [String] {
    switch type {
    case "redshift": ["redshift", "postgres", "default"]
    case "databricks": ["databricks", "spark", "default"]
    case "default": ["default"]
    default: [type, "default"]
    }
  }

  mutating func add(_ entry: MacroEntry) {
    if entry.isBuiltIn {
      builtIns[entry.package, default: [:]][entry.name] = entry
    } else {
      packages[entry.package, default: [:]][entry.name] = entry
    }
  }

  /// A macro that stands under its plain name: the package's own, then the root project's.
  func visible(_ name: String, from package: String) -> MacroEntry? {
    packages[package]?[name] ?? packages[root]?[name]
  }

  /// A macro that came with this program under its plain name: dbt's own.
  func builtIn(_ name: String) -> MacroEntry? { builtIns["dbt"]?[name] }

  /// A macro by package and name. An installed package stands before what came with the program in its place.
  func macro(_ name: String, in package: String) -> MacroEntry? {
    packages[package]?[name] ?? builtIns[package]?[name]
  }

  /// Whether a name is that of a package with macros.
  func isPackage(_ name: String) -> Bool {
    packages[name] != nil || builtIns[name] != nil || installed.contains(name)
  }

  /// A macro by its id.
  func entry(id: String) -> MacroEntry? {
    let parts = id.split(separator: ".", maxSplits: 2)
    return parts.count == 3 ? macro(String(parts[2]), in: String(parts[1])) : nil
  }

  /// The macro that `adapter.dispatch(name, namespace)` means.
  func dispatch(_ name: String, namespace: String?, from package: String) -> MacroEntry? {
    for package in searchOrder(namespace: namespace, from: package) {
      // A package that is installed has its own choice: what came with the program in its place is asked last.
      for known in [packages[package], builtIns[package]] {
        for prefix in dispatchPrefixes {
          if let macro = known?["\(prefix)__\(name)"] { return macro }
        }
      }
    }
    return nil
  }

  private func searchOrder(namespace: String?, from package: String) -> [String] {
    guard let namespace else {
      return [package, root, "dbt"].reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }
    var order = dispatchOrders[namespace] ?? [root, namespace]
    if namespace == "dbt", dispatchOrders[namespace] == nil { order = [root] + installed + ["dbt"] }
    // The program's own macros stand in for a namespace whose search order names nothing that has the macro.
    if !order.contains(namespace) { order.append(namespace) }
    return order
  }

  /// The macro behind a generic test, wherever it may be found.
  func test(_ name: String, namespace: String?, from package: String) -> MacroEntry? {
    let macroName = "test_" + name
    if let namespace { return macro(macroName, in: namespace) }
    return visible(macroName, from: package) ?? macro(macroName, in: "dbt")
  }

  /// Names under which generic tests can be used, for messages.
  var testNames: [String] {
    var names: [String] = []
    for (package, macros) in Array(packages) + Array(builtIns) {
      for name in macros.keys where name.hasPrefix("test_") {
        let plain = String(name.dropFirst(5))
        names.append(package == "dbt" || package == root ? plain : "\(package).\(plain)")
      }
    }
    return names
  }

  /// All macros of the project and its packages.
  var all: [MacroEntry] { packages.values.flatMap(\.values) }

  /// All macros that came with the program.
  var allBuiltIn: [MacroEntry] { builtIns.values.flatMap(\.values) }
}

/// `dbt_utils.…`: the macros of a package by attribute.
final class MacroNamespace: JinjaObject {
  private let package: String
  private unowned let context: NodeContext

  init(package: String, context: NodeContext) {
    self.package = package
    self.context = context
  }

  var typeName: String { "MacroNamespace" }

  func attribute(_ name: String) throws -> Value? {
    if let value = context.execution?.context.unitTest?.macros["\(package).\(name)"] {
      return context.pretended(value, as: name)
    }
    if let macro = context.state.macros.macro(name, in: package) { return context.macroValue(macro) }
    // dbt's own context functions also answer under `dbt.`.
    if package == "dbt", let value = ContextNames.all[name]?(context) { return value }
    return nil
  }

  func item(_ key: Value) throws -> Value? { try key.stringValue.flatMap { try attribute($0) } }
}
