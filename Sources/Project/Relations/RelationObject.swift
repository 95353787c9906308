import Jinja

/// A relation as templates hold it: prints as its quoted name, and answers what dbt's `Relation` answers.
final class RelationObject: JinjaObject {
  var database: String?
  var schema: String?
  var identifier: String?
  /// `table`, `view`, `cte` …; nil when nobody looked.
  var kind: String?
  var policy: QuotingPolicy
  /// Which parts are shown.
  var shown: (database: Bool, schema: Bool, identifier: Bool) = (true, true, true)
  /// Reads no rows (`--empty`).
  var isLimited = false
  /// The rows a batch of a microbatch model reads: a condition.
  var filter: String?
  /// Whether a query in the place of the name has a name of its own, as dialects want it that allow none without.
  var namesQueries = true

  init(database: String?, schema: String?, identifier: String?, kind: String? = nil, policy: QuotingPolicy) {
    self.database = database
    self.schema = schema
    self.identifier = identifier
    self.kind = kind
    self.policy = policy
  }

  convenience init(_ name: RelationName, kind: String? = nil, policy: QuotingPolicy) {
    self.init(
      database: name.database, schema: name.schema, identifier: name.identifier, kind: kind, policy: policy)
  }

  /// The relation an ephemeral model stands behind.
  static func ephemeral(_ name: String) -> RelationObject {
    RelationObject(
      database: nil, schema: nil, identifier: "__dbt__cte__" + name, kind: "cte",
      policy: QuotingPolicy(database: false, schema: false, identifier: false))
  }

  var name: RelationName {
    RelationName(database: database ?? "", schema: schema ?? "", identifier: identifier ?? "")
  }

  var typeName: String { "Relation" }
  /// dbt's relations answer as dictionaries do; dbt_utils asks for that and for the name of the type in `metadata`.
  var isMapping: Bool { true }

  /// The bare name: what `relation.render()` gives, without limit and filter.
  func bareName() -> String {
    var parts: [String] = []
    if shown.database, let database, !database.isEmpty {
      parts.append(policy.database ? policy.quoted(database) : database)
    }
    if shown.schema, let schema, !schema.isEmpty { parts.append(policy.schema ? policy.quoted(schema) : schema) }
    if shown.identifier, let identifier, !identifier.isEmpty {
      parts.append(policy.identifier ? policy.quoted(identifier) : identifier)
    }
    return parts.joined(separator: ".")
  }

  func render() -> String {
    var text = bareName()
    if isLimited { text = "(select * from \(text) where false limit 0)" + queryName("limit_subq") }
    if let filter { text = "(select * from \(text) where \(filter))" + queryName("et_filter_subq") }
    return text
  }

  private func queryName(_ kind: String) -> String { namesQueries ? " _dbt_\(kind)_\(identifier ?? "")" : "" }

  func string() -> String { render() }
  func repr() -> String { "<Relation \(render())>" }

  private func copy(_ change: (RelationObject) -> Void) -> Value {
    let copy = RelationObject(database: database, schema: schema, identifier: identifier, kind: kind, policy: policy)
    (copy.shown, copy.isLimited, copy.filter, copy.namesQueries) = (shown, isLimited, filter, namesQueries)
    change(copy)
    return .object(copy)
  }

  private func text(_ text: String?) -> Value { text.map { .string($0) } ?? .none }

  func attribute(_ name: String) throws -> Value? {
    switch name {
    case "database": return text(database)
    case "schema": return text(schema)
    case "identifier", "name", "table": return text(identifier)
    case "type": return text(kind)
    case "metadata": return .dict([("type", .string("Relation"))])
    case "is_table": return .bool(kind == "table")
    case "is_view": return .bool(kind == "view")
    case "is_cte": return .bool(kind == "cte")
    case "is_materialized_view", "is_dynamic_table", "is_pointer", "is_shared", "is_iceberg_format", "is_delta":
      return .bool(false)
    case "can_be_renamed", "can_be_replaced": return .bool(true)
    case "quote_policy":
      return .dict([
        ("database", .bool(policy.database)), ("schema", .bool(policy.schema)),
        ("identifier", .bool(policy.identifier)),
      ])
    case "include_policy":
      return .dict([
        ("database", .bool(shown.database)), ("schema", .bool(shown.schema)), ("identifier", .bool(shown.identifier)),
      ])
    case "path":
      return .dict([("database", text(database)), ("schema", text(schema)), ("identifier", text(identifier))])
    default: return method(name)
    }
  }

  private func method(_ name: String) -> Value? {
    let body: (CallArguments) throws -> Value
    switch name {
    case "render": body = { _ in .string(self.bareName()) }
    case "include":
      body = { arguments in
        self.copy { copy in
          if let flag = arguments["database"] { copy.shown.database = (try? flag.truth()) ?? true }
          if let flag = arguments["schema"] { copy.shown.schema = (try? flag.truth()) ?? true }
          if let flag = arguments["identifier"] { copy.shown.identifier = (try? flag.truth()) ?? true }
        }
      }
    case "quote":
      body = { arguments in
        self.copy { copy in
          if let flag = arguments["database"] { copy.policy.database = (try? flag.truth()) ?? true }
          if let flag = arguments["schema"] { copy.policy.schema = (try? flag.truth()) ?? true }
          if let flag = arguments["identifier"] { copy.policy.identifier = (try? flag.truth()) ?? true }
        }
      }
    case "quoted": body = { .string(self.policy.quoted($0.positional.first?.str() ?? "")) }
    case "without_identifier": body = { _ in self.copy { $0.shown.identifier = false } }
    case "without_quote":
      body = { _ in self.copy { ($0.policy.database, $0.policy.schema, $0.policy.identifier) = (false, false, false) } }
    case "information_schema", "information_schema_only":
      body = { arguments in
        self.copy { copy in
          copy.schema = "INFORMATION_SCHEMA"
          copy.policy.schema = false
          copy.policy.identifier = false
          copy.identifier = arguments.positional.first?.str()
        }
      }
    case "incorporate", "replace", "replace_path", "create":
      body = { arguments in
        self.copy { copy in
          var parts = arguments.keyword
          if case .dict(let path)? = arguments["path"] {
            parts += path.entries.map { ($0.key.str(), $0.value) }
          }
          for (key, value) in parts {
            switch key {
            case "database": copy.database = value.isNone ? nil : value.str()
            case "schema": copy.schema = value.isNone ? nil : value.str()
            case "identifier": copy.identifier = value.isNone ? nil : value.str()
            case "type": copy.kind = value.isNone ? nil : value.str()
            default: break
            }
          }
        }
      }
    case "matches":
      body = { arguments in
        let wanted = [arguments["database"], arguments["schema"], arguments["identifier"]]
        let parts = [self.database, self.schema, self.identifier]
        return .bool(
          zip(wanted, parts).allSatisfy { value, part in
            value.map { $0.isNone || $0.str().lowercased() == part?.lowercased() } ?? true
          })
      }
    case "get":
      body = { arguments in
        try self.attribute(arguments.positional.first?.str() ?? "") ?? arguments.positional.dropFirst().first ?? .none
      }
    default: return nil
    }
    return .object(FunctionObject(name, body))
  }

  func item(_ key: Value) throws -> Value? { try key.stringValue.flatMap { try attribute($0) } }

  func isEqual(to other: Value) -> Bool {
    guard case .object(let object) = other, let relation = object as? RelationObject else { return false }
    return relation.render() == render()
  }

  func hash(into hasher: inout Hasher) { hasher.combine(render()) }
}
