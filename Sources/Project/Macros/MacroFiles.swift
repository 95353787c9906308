import Jinja

/// Reads macros out of files.
struct MacroFiles {
  let log: MessageLog

  /// The statements dbt adds to Jinja.
  static let syntax: Syntax = {
    var syntax = Syntax()
    syntax.customBlocks = [
      CustomBlockSyntax("test"), CustomBlockSyntax("data_test"), CustomBlockSyntax("snapshot"),
      CustomBlockSyntax("materialization"), CustomBlockSyntax("docs", body: .raw),
    ]
    return syntax
  }()

  /// The macros, tests and materializations of one file.
  func entries(text: String, path: String, package: String, isBuiltIn: Bool = false) -> [MacroEntry] {
    let template: Template
    do throws(JinjaError) {
      template = try Template(parsing: text, name: path, syntax: Self.syntax)
    } catch {
      log.add(ProjectMessage(error))
      return []
    }
    return entries(of: template, path: path, package: package, isBuiltIn: isBuiltIn)
  }

  func entries(of template: Template, path: String, package: String, isBuiltIn: Bool = false) -> [MacroEntry] {
    var entries: [MacroEntry] = []
    func add(_ name: String, _ definition: MacroDefinition, line: Int) {
      entries.append(
        MacroEntry(
          id: "macro.\(package).\(name)", name: name, package: package, definition: definition,
          location: SourceLocation(file: path, line: line), text: template.source, isBuiltIn: isBuiltIn))
    }
    for macro in template.macros { add(macro.name, macro, line: macro.line) }
    for block in template.blocks {
      switch block.keyword {
      case "test", "data_test": add("test_" + block.name, block.macro, line: block.line)
      case "materialization":
        var adapter = "default"
        if case .string(let name)? = block.option("adapter") { adapter = name }
        add("materialization_\(block.name)_\(adapter)", block.macro, line: block.line)
      default: break
      }
    }
    return entries
  }
}
