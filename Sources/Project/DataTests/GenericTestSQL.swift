import Jinja

/// The SQL of generic tests, made by their macros.
enum GenericTestSQL {
  static func text(of node: Node, in context: NodeContext) throws(JinjaError) -> String {
    guard let test = node.test, let name = test.genericName else { return "" }
    let parts = name.split(separator: ".", maxSplits: 1).map(String.init)
    let macro = context.state.macros.test(
      parts[parts.count - 1], namespace: parts.count == 2 ? parts[0] : nil, from: node.package)
    guard let macro else {
      throw JinjaError(
        .runtime, "there is no test '\(name)'", template: node.location.file, line: node.location.line,
        column: node.location.column)
    }
    var keyword: [(name: String, value: Value)] = []
    keyword.append(("model", try model(of: node, in: context)))
    if let column = test.columnName { keyword.append(("column_name", .string(column))) }
    for argument in test.arguments.entries {
      keyword.append((argument.key, try TestArguments.value(argument.value, in: context)))
    }
    do throws(JinjaError) {
      return try context.state.rendering.call(macro, [], keyword: keyword, in: context).str()
    } catch {
      var error = error
      // A wrong call is the properties file's fault, not the macro's.
      if error.macroStack.isEmpty || error.template == "<call>" {
        error.template = node.location.file
        error.line = node.location.line
        error.column = node.location.column
      }
      throw error
    }
  }

  /// The relation under test, filtered by `where`.
  private static func model(of node: Node, in context: NodeContext) throws(JinjaError) -> Value {
    let reference: String
    if let source = node.details.sources.first,
      node.details.refs.isEmpty || node.test?.attachedNode?.rawValue.hasPrefix("source.") == true
    {
      reference =
        "source(\(ConfigValue.string(source.source).pythonRepr), \(ConfigValue.string(source.table).pythonRepr))"
    } else if let call = node.details.refs.first {
      let version = call.version.map { ", version='\($0)'" } ?? ""
      reference = "ref(\(ConfigValue.string(call.name).pythonRepr)\(version))"
    } else {
      return .none
    }
    return try context.state.rendering.value(
      of: "{{ get_where_subquery(\(reference)) }}", name: node.location.file, in: context)
  }
}
