import Jinja
import YAML

extension ContextNames {
  /// Conversions: `fromjson`, `tojson`, `fromyaml`, `toyaml`, `zip`, `set`, `local_md5`.
  static let values: [String: Factory] = [
    "fromjson": {
      $0.function("fromjson") { _, arguments in
        let values = try arguments.bind("fromjson", ["string", "default"], required: 1)
        do throws(JSONText.Failure) {
          return try JSONText.parse(values[0]?.str() ?? "").jinja
        } catch {
          if let fallback = values[1] { return fallback }
          return .none
        }
      }
    },
    "tojson": {
      $0.function("tojson") { _, arguments in
        let values = try arguments.bind("tojson", ["value", "default", "sort_keys"], required: 1)
        let sorted = try values[2]?.truth() ?? false
        return .string(JSONText.write(ConfigValue(values[0] ?? .none), sortKeys: sorted))
      }
    },
    "fromyaml": {
      $0.function("fromyaml") { _, arguments in
        let values = try arguments.bind("fromyaml", ["value", "default"], required: 1)
        do throws(YAMLError) {
          return ConfigValue(try YAML.parse(values[0]?.str() ?? "")).jinja
        } catch {
          if let fallback = values[1] { return fallback }
          return .none
        }
      }
    },
    "toyaml": {
      $0.function("toyaml") { _, arguments in
        let values = try arguments.bind("toyaml", ["value", "default", "sort_keys"], required: 1)
        return .string(YAMLText.write(ConfigValue(values[0] ?? .none), sortKeys: try values[2]?.truth() ?? false))
      }
    },
    "local_md5": {
      $0.function("local_md5") { _, arguments in .string(MD5.hex(arguments.positional.first?.str() ?? "")) }
    },
    "set": { $0.function("set") { _, arguments in try makeSet(arguments, strict: false) } },
    "set_strict": { $0.function("set_strict") { _, arguments in try makeSet(arguments, strict: true) } },
    "zip": { $0.function("zip") { _, arguments in try zip(arguments) } },
    "zip_strict": { $0.function("zip_strict") { _, arguments in try zip(arguments) } },
    "diff_of_two_dicts": {
      $0.function("diff_of_two_dicts") { _, arguments in
        guard arguments.positional.count == 2, case .dict(let a) = arguments.positional[0],
          case .dict(let b) = arguments.positional[1]
        else { throw Failure(.type, "diff_of_two_dicts() takes two dicts") }
        let difference = DictObject()
        for (key, value) in a.entries {
          guard let other = b[key] else {
            difference[key] = value
            continue
          }
          let known = try other.elements().map { $0.str().lowercased() }
          let left = try value.elements().filter { !known.contains($0.str().lowercased()) }
          if !left.isEmpty { difference[key] = .list(left) }
        }
        return .dict(difference)
      }
    },
    "render": {
      $0.function("render") { context, arguments in
        .string(
          try context.state.rendering.render(arguments.positional.first?.str() ?? "", name: "render", in: context).text)
      }
    },
  ]

  private static func makeSet(_ arguments: CallArguments, strict: Bool) throws -> Value {
    let values = arguments.positional
    do {
      return .set(SetObject(try values.first?.elements() ?? []))
    } catch {
      if !strict, values.count > 1 { return values[1] }
      if strict { throw error }
      return .none
    }
  }

  private static func zip(_ arguments: CallArguments) throws -> Value {
    let columns = try arguments.positional.map { try $0.elements() }
    let count = columns.map(\.count).min() ?? 0
    return .list((0..<count).map { row in .tuple(columns.map { $0[row] }) })
  }
}
