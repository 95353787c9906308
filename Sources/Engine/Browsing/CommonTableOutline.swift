package import Project
import SQLKit

/// A common table of a model's statement, to be looked at on its own.
package struct CommonTableOutline: Sendable, Hashable {
  package var name: String
  /// Its query as the model's compiled statement has it.
  package var text: String

  /// A common table with its text.
  package init(name: String, text: String) {
    self.name = name
    self.text = text
  }
}

/// A model's statement in its forms.
package struct MadeBy: Sendable, Hashable {
  /// As it is written, with its Jinja.
  package var written: String
  /// As Jinja leaves it.
  package var compiled: String
  /// As SQLite runs it; `nil` where it cannot be translated, with the reason in its place.
  package var translated: String?
  package var problem: String?
  package var location: SourceLocation
  package var commonTables: [CommonTableOutline]

  /// The forms of a statement.
  package init(
    written: String, compiled: String, translated: String? = nil, problem: String? = nil, location: SourceLocation,
    commonTables: [CommonTableOutline] = []
  ) {
    self.written = written
    self.compiled = compiled
    self.translated = translated
    self.problem = problem
    self.location = location
    self.commonTables = commonTables
  }
}

extension WarehouseBrowser {
  /// The statement that makes a node's table.
  package func madeBy(_ id: NodeID) throws -> MadeBy {
    guard let node = project.graph[id] else { throw WarehouseError("there is no node \(id)") }
    guard !node.rawCode.isEmpty else { throw WarehouseError("\(node.name) is not made by a statement") }
    let session = try QuerySession(project, cancellation: cancellation)
    defer { session.close() }
    let compiled = try session.compile(node)
    var made = MadeBy(written: node.rawCode, compiled: compiled.sql, location: node.location)
    do {
      made.translated = try session.translate(compiled.sql).sql
      made.commonTables = try session.commonTables(of: id).map { CommonTableOutline(name: $0.name, text: $0.text) }
    } catch {
      made.problem = "\(error)"
    }
    return made
  }
}

extension QuerySession {
  /// A common table: its name, its query as written, and SQLite's statement for its rows.
  struct CommonTableQuery {
    var name: String
    var text: String
    var sql: String
  }

  func compile(_ node: Node) throws -> CompiledNode {
    var context = CompilationContext()
    // What is published is there to be built upon: the statement is that of the next run.
    context.isIncremental = node.materialization == .incremental && node.relation.map(isPublished) ?? false
    do throws(CompilationFailure) {
      return try project.compiler.compile(node, context: context, adapter: adapter)
    } catch {
      throw WarehouseError(error.messages.map { "\($0)" }.joined(separator: "\n"))
    }
  }

  func commonTables(of id: NodeID) throws -> [CommonTableQuery] {
    guard let node = project.graph[id] else { throw WarehouseError("there is no node \(id)") }
    let text = try compile(node).sql
    let bytes = Array(text.utf8)
    return try translate(text).commonTables.sorted { $0.range.lowerBound < $1.range.lowerBound }.map { table in
      let own = bytes[max(0, table.range.lowerBound)..<min(bytes.count, table.range.upperBound)]
      return CommonTableQuery(name: table.name, text: String(decoding: own, as: UTF8.self), sql: table.sql)
    }
  }
}
