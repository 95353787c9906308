import Glibc
import Project
import SQLiteKit

/// How rows are written to a file.
package enum ExportFormat: String, Sendable, CaseIterable {
  /// RFC 4180, with a head line; NULL is an empty field.
  case csv
  /// One array of objects.
  case json
  /// An object a line.
  case jsonl
}

extension WarehouseBrowser {
  /// Writes all rows asked for to a new file, filtered and sorted as the request says; its page does not matter. A file
  /// that is there is left as it is. What was begun and could not be finished is taken away again.
  ///
  /// - Parameter columns: the columns to write, in order; all of them when empty.
  /// - Returns: how many rows were written.
  package func export(
    _ request: TablePageRequest, columns: [String] = [], as format: ExportFormat, to path: String
  ) throws -> Int64 {
    let opened = try opened(request, sorts: !request.sorts.isEmpty)
    defer { opened.connection.close() }
    var sql = "SELECT \(opened.table.list) FROM \(try opened.table.selection(request.filters))"
    if !request.sorts.isEmpty { sql += " ORDER BY " + request.sorts.map(\.sql).joined(separator: ", ") }
    let statement = try opened.connection.prepare(sql)
    let names = opened.table.columns.map(\.name)
    let places = columns.isEmpty ? Array(names.indices) : columns.compactMap { names.firstIndex(of: $0) }
    let isBoolean = opened.table.columns.map(\.isTruth)
    let file = try ExportFile(path)
    var isWhole = false
    defer { file.close(keeping: isWhole) }
    var writer = RowWriter(format, columns: places.map { names[$0] })
    var count: Int64 = 0
    file.append(writer.head)
    while try statement.step() {
      let values = places.map { place -> Value in
        let value = statement.value(place)
        return isBoolean[place] && value.integer != nil ? .text(value.integer == 0 ? "false" : "true") : value
      }
      file.append(writer.row(values, isBoolean: places.map { isBoolean[$0] }))
      count += 1
      try file.writeIfFull()
    }
    file.append(writer.foot)
    try file.writeAll()
    isWhole = true
    return count
  }
}

/// Rows as text of a format.
private struct RowWriter {
  private let format: ExportFormat
  private let columns: [String]
  private let keys: [String]
  private var isFirst = true

  init(_ format: ExportFormat, columns: [String]) {
    self.format = format
    self.columns = columns
    keys = columns.map { JSONValue.string($0).text }
  }

  var head: String {
    switch format {
    case .csv: columns.map(Self.field).joined(separator: ",") + "\r\n"
    case .json: "["
    case .jsonl: ""
    }
  }

  var foot: String { format == .json ? "\n]\n" : "" }

  mutating func row(_ values: [Value], isBoolean: [Bool]) -> String {
    defer { isFirst = false }
    switch format {
    case .csv: return values.map { Self.field($0.words ?? "") }.joined(separator: ",") + "\r\n"
    case .json: return (isFirst ? "\n  " : ",\n  ") + object(values, isBoolean)
    case .jsonl: return object(values, isBoolean) + "\n"
    }
  }

  private func object(_ values: [Value], _ isBoolean: [Bool]) -> String {
    var text = "{"
    for (index, value) in values.enumerated() {
      if index > 0 { text += "," }
      text += keys[index] + ":"
      switch value {
      case .null: text += "null"
      case .integer(let number): text += String(number)
      case .real(let number): text += JSONValue.double(number).text
      case .text(let word) where isBoolean[index]: text += word
      case .text(let word): JSONValue.appendQuoted(word, to: &text)
      case .blob: JSONValue.appendQuoted(value.words ?? "", to: &text)
      }
    }
    return text + "}"
  }

  private static func field(_ text: String) -> String {
    guard text.utf8.contains(where: { $0 == 0x2C || $0 == 0x22 || $0 == 0x0A || $0 == 0x0D }) else { return text }
    return "\"" + text.replacing("\"", with: "\"\"") + "\""
  }
}

/// A new file that rows are written to.
private final class ExportFile {
  private let path: String
  private let descriptor: Int32
  private var buffer: [UInt8] = []

  init(_ path: String) throws {
    self.path = path
    descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else {
      let reason = errno == EEXIST ? "it is there already; give another name" : String(cString: strerror(errno))
      throw WarehouseError("\(path) cannot be written: \(reason)")
    }
  }

  func append(_ text: String) { buffer.append(contentsOf: text.utf8) }

  func writeIfFull() throws { if buffer.count >= 1 << 18 { try writeAll() } }

  func writeAll() throws {
    var position = 0
    while position < buffer.count {
      let count = buffer.withUnsafeBytes {
        Glibc.write(descriptor, $0.baseAddress?.advanced(by: position), $0.count - position)
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw WarehouseError("\(path) cannot be written: \(String(cString: strerror(errno)))") }
      position += count
    }
    buffer.removeAll(keepingCapacity: true)
  }

  func close(keeping isWhole: Bool) {
    Glibc.close(descriptor)
    if !isWhole { unlink(path) }
  }
}
