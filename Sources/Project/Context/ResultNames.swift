import Jinja

extension ContextNames {
  /// `return`, `log`, `print`, `exceptions`: how a template speaks.
  static let results: [String: Factory] = [
    "return": {
      $0.function("return") { _, arguments in
        throw ReturnSignal(arguments.positional.first ?? arguments["data"] ?? .none)
      }
    },
    "log": {
      $0.function("log") { context, arguments in
        let values = try arguments.bind("log", ["msg", "info"], required: 1)
        context.record.lines.append((values[0]?.str() ?? "", try values[1]?.truth() ?? false))
        return .string("")
      }
    },
    "print": {
      $0.function("print") { context, arguments in
        context.record.lines.append((arguments.positional.first?.str() ?? "", true))
        return .string("")
      }
    },
    "debug": { $0.function("debug") { _, _ in .string("") } },
    "exceptions": { .object(ExceptionsObject($0)) },
  ]
}

/// `exceptions.raise_compiler_error(…)` and its siblings.
final class ExceptionsObject: JinjaObject {
  private unowned let context: NodeContext

  init(_ context: NodeContext) { self.context = context }

  var typeName: String { "exceptions" }

  func attribute(_ name: String) throws -> Value? {
    switch name {
    case "warn":
      return context.function(name) { context, arguments in
        context.record.warnings.append(arguments.positional.first?.str() ?? "")
        return .string("")
      }
    case let raise where raise.hasPrefix("raise_") || raise.hasSuffix("_error") || raise.hasPrefix("missing_"):
      return context.function(name) { _, arguments in
        throw Failure(.runtime, arguments.positional.first?.str() ?? (arguments.keyword.first?.value.str() ?? raise))
      }
    default: return nil
    }
  }
}
