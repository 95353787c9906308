/// `map`, `select` and their kin.
enum SelectionFilters {
  static let table: BuiltinFilters.Table = [
    "map": { value, arguments in
      .object(GeneratorObject(name: "sync_do_map") { try mapped(value, arguments) })
    },
    "select": { value, arguments in selection(value, arguments, keeps: true, byAttribute: false) },
    "reject": { value, arguments in selection(value, arguments, keeps: false, byAttribute: false) },
    "selectattr": { value, arguments in selection(value, arguments, keeps: true, byAttribute: true) },
    "rejectattr": { value, arguments in selection(value, arguments, keeps: false, byAttribute: true) },
  ]

  private static func mapped(_ value: Value, _ arguments: CallArguments) throws -> [Value] {
    guard try value.truth() else { return [] }
    let context = arguments.context
    if arguments.positional.isEmpty, let attribute = arguments["attribute"] {
      if let extra = arguments.keyword.first(where: { $0.name != "attribute" && $0.name != "default" }) {
        throw Failure(.runtime, "Unexpected keyword argument \(pythonQuoted(extra.name))")
      }
      let path = AttributePath(attribute)
      let fallback = arguments["default"].flatMap { $0.isNone ? nil : $0 }
      return try value.elements().map { try path.value(of: $0, context, default: fallback) }
    }
    guard let name = arguments.positional.first else { throw Failure(.runtime, "map requires a filter argument") }
    guard let filter = context.findFilter(name.str()) else {
      throw Failure(.runtime, "No filter named \(name.repr()).")
    }
    var rest = arguments
    rest.positional.removeFirst()
    return try value.elements().map { try filter($0, rest) }
  }

  private static func selection(_ value: Value, _ arguments: CallArguments, keeps: Bool, byAttribute: Bool) -> Value {
    .object(
      GeneratorObject(name: "select_or_reject") {
        try selected(value, arguments, keeps: keeps, byAttribute: byAttribute)
      })
  }

  private static func selected(_ value: Value, _ arguments: CallArguments, keeps: Bool, byAttribute: Bool) throws
    -> [Value]
  {
    guard try value.truth() else { return [] }
    let context = arguments.context
    var rest = arguments
    var path: AttributePath?
    if byAttribute {
      guard let attribute = rest.positional.first else {
        throw Failure(.runtime, "Missing parameter for attribute name")
      }
      rest.positional.removeFirst()
      path = AttributePath(attribute)
    }
    var test: Test = { value, _ in try value.truth() }
    if let name = rest.positional.first {
      guard let named = context.findTest(name.str()) else { throw Failure(.runtime, "No test named \(name.repr()).") }
      rest.positional.removeFirst()
      test = named
    }
    return try value.elements().filter { item in
      try test(path?.value(of: item, context) ?? item, rest) == keeps
    }
  }
}
