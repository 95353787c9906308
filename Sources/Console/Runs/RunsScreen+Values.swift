internal import Engine
internal import Project
internal import TerminalKit

/// What two runs left in the tables: keys that came, went and changed, nulls and distinct values, column by column.
extension RunsScreen {
  /// Compares the versions of the next node; the answer asks for the one after it, so that what is known is shown at once.
  func compareNext(_ context: ScreenContext) -> [Effect] {
    guard let difference, let row = difference.nextToCompare, let versions = row.versions,
      let relation = context.graph?[row.id]?.relation
    else { return [] }
    let (before, after) = (difference.before.id, difference.after.id)
    let request = VersionDiffRequest(
      relation: relation, from: .version(versions.before), to: .version(versions.after), count: 0)
    return [
      .load("keys", for: RunsScreen.self) { source -> RunDifference.KeyChanges in
        do {
          let found = try await source.differences(request)
          return .counted(added: found.added, removed: found.removed, changed: found.changed)
        } catch {
          if Task.isCancelled { throw error }
          return .lost
        }
      } then: { screen, keys, context in
        guard screen.difference?.before.id == before, screen.difference?.after.id == after else { return [] }
        screen.difference?.know(keys, of: row.id)
        return screen.compareNext(context)
      }
    ]
  }

  /// Asks for a node's values in both runs and shows them.
  func askValues(_ row: RunDifference.Row, _ context: ScreenContext) -> [Effect] {
    guard let difference, let versions = row.versions, let relation = context.graph?[row.id]?.relation else {
      return []
    }
    let (before, after) = (difference.before.id, difference.after.id)
    let request = VersionDiffRequest(
      relation: relation, from: .version(versions.before), to: .version(versions.after), count: 200)
    let title = "\(context.name(of: row.id)), run \(before) → run \(after)"
    return [
      .say("comparing v\(versions.before) with v\(versions.after) …", .running),
      .load("values", for: RunsScreen.self) { source in
        let found = try await source.differences(request)
        let old = try await source.columnCounts(of: relation, version: versions.before)
        let new = try await source.columnCounts(of: relation, version: versions.after)
        return ValueDifference(found, before: old, after: new).lines
      } then: { _, lines, _ in
        [.say("", .muted), .show(title: title, lines: lines)]
      },
    ]
  }
}

/// Two versions of a table side by side, as lines.
struct ValueDifference {
  let difference: VersionDiff
  let before: [ColumnCounts]
  let after: [ColumnCounts]

  init(_ difference: VersionDiff, before: [ColumnCounts], after: [ColumnCounts]) {
    self.difference = difference
    self.before = before
    self.after = after
  }

  var lines: [String] { head + [""] + columns + [""] + keys }

  private var head: [String] {
    let counts = [
      ("+", difference.added, "added"), ("−", difference.removed, "removed"), ("~", difference.changed, "changed"),
    ]
    .filter { $0.1 > 0 }.map { "\($0.0)\(Figures.count($0.1)) \($0.2)" }
    let by = difference.keyColumns.isEmpty ? "whole rows" : "keys (\(difference.keyColumns.joined(separator: ", ")))"
    let rows = Self.change(difference.from.rows, difference.to.rows)
    return [
      "v\(difference.from.id) of run \(difference.from.run) → v\(difference.to.id) of run \(difference.to.run)",
      "rows  \(rows)", "\(by)  " + (counts.isEmpty ? "none differs" : counts.joined(separator: "  ")),
    ] + (difference.note.map { [$0] } ?? [])
  }

  private var columns: [String] {
    let names = difference.columns.map(\.name)
    let old = Dictionary(before.map { ($0.name, $0) }) { first, _ in first }
    let new = Dictionary(after.map { ($0.name, $0) }) { first, _ in first }
    let changed = Dictionary(difference.changesByColumn.map { ($0.column, $0.rows) }) { first, _ in first }
    let cells = names.map { name -> [String] in
      guard let a = old[name] else {
        return [name, "new", new[name].map { "\(Figures.count($0.nulls)) nulls" } ?? "", ""]
      }
      guard let b = new[name] else { return [name, "gone", "", ""] }
      return [
        name, Self.change(a.nulls, b.nulls), Self.change(a.distinct, b.distinct),
        changed[name].map { Figures.count($0) } ?? "",
      ]
    }
    let table = [["column", "nulls", "distinct", "rows changed"]] + cells
    let widths = (0..<3).map { place in min(40, table.map { displayWidth($0[place]) }.max() ?? 0) }
    return table.map { row in
      (zip(row, widths).map { fitted($0, to: $1) } + [row[3]]).joined(separator: "  ")
    }
  }

  private var keys: [String] {
    guard !difference.rows.isEmpty else { return [] }
    let places = difference.keyColumns.compactMap { name in difference.columns.firstIndex { $0.name == name } }
    let lines = difference.rows.map { row -> String in
      let cells = row.after ?? row.before ?? []
      let shown = places.isEmpty ? Array(cells.indices.prefix(4)) : places
      let key = shown.map { cells[$0] ?? "NULL" }.joined(separator: " · ")
      let sign = row.kind == .added ? "+" : row.kind == .removed ? "−" : "~"
      let changes = row.changed.map { place in
        "\(difference.columns[place].name): \(row.before?[place] ?? "NULL") → \(row.after?[place] ?? "NULL")"
      }
      return "\(sign) \(key)" + (changes.isEmpty ? "" : "  " + changes.joined(separator: "  "))
    }
    return lines + (difference.isLast ? [] : ["… only the first \(Figures.count(Int64(lines.count))) are listed"])
  }

  /// `12 → 40  +28`, or one figure where nothing changed.
  private static func change(_ old: Int64, _ new: Int64) -> String {
    if old == new { return Figures.count(old) }
    let sign = new > old ? "+" : "−"
    return "\(Figures.count(old)) → \(Figures.count(new))  \(sign)\(Figures.count(abs(new - old)))"
  }
}
