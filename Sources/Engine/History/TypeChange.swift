import Project

/// What has become of the type of a column that a history keeps already.
enum TypeChange {
  /// The new type can hold less: what is there would be lost.
  case narrowed
  /// The column would keep the new values as something else: `'007'` as 7, a moment as a day.
  case changed

  /// - Parameters:
  ///   - kept: The type the history has.
  ///   - given: The type the query gives now.
  init?(from kept: String, to given: String) {
    let (old, new) = (DeclaredType(kept), DeclaredType(given))
    guard kept != given, old.storage != .any, new.storage != .any else { return nil }
    if old.narrows(to: new) {
      self = .narrowed
    } else if (new.storage == .text) != (old.storage == .text) || old.isWritten(otherwiseThan: new) {
      self = .changed
    } else {
      return nil
    }
  }

  /// The first column whose values cannot be kept as they are, as what holds the step.
  static func finding(of given: [AdapterColumn], to kept: [AdapterColumn], prefix: String) -> ProcessFinding? {
    for column in given {
      guard let before = kept.first(where: { $0.name.lowercased() == column.name.lowercased() }),
        let change = TypeChange(from: before.dataType, to: column.dataType)
      else { continue }
      switch change {
      case .narrowed:
        return ProcessFinding(
          name: "\(prefix).type_narrowed", state: .fail,
          message: "\(column.name) was \(before.dataType) and would become \(column.dataType), which holds less",
          threshold: before.dataType)
      case .changed:
        return ProcessFinding(
          name: "\(prefix).type_changed", state: .fail,
          message:
            "\(column.name) was \(before.dataType) and is now \(column.dataType), which its column cannot keep as "
            + "it is: cast it to \(before.dataType) in the query, or give it another name",
          threshold: before.dataType)
      }
    }
    return nil
  }
}

/// How much a declared type can hold, as far as its words tell.
private struct DeclaredType {
  /// Types whose values are text, yet compare only with their own kind.
  enum Instant { case day, time, moment }

  let storage: ColumnStorage
  let instant: Instant?
  private let parameters: [Int]

  init(_ declared: String) {
    storage = ColumnStorage(declared: declared)
    let word = declared.uppercased()
    if word == "DATE" {
      instant = .day
    } else if word.hasPrefix("TIMESTAMP") || word.hasPrefix("DATETIME") {
      instant = .moment
    } else {
      instant = word.hasPrefix("TIME") ? .time : nil
    }
    guard let open = declared.firstIndex(of: "("), let close = declared.lastIndex(of: ")"), open < close else {
      parameters = []
      return
    }
    parameters = declared[declared.index(after: open)..<close].split(separator: ",")
      .compactMap { Int($0.filter { $0 != " " }) }
  }

  /// Whether one value reads differently in both: a day is no moment, while words keep either as it is.
  func isWritten(otherwiseThan other: DeclaredType) -> Bool {
    guard let instant, let another = other.instant else { return false }
    return instant != another
  }

  /// Whether values of this type may not fit into `other`.
  func narrows(to other: DeclaredType) -> Bool {
    if other.storage == .text, storage != .text { return false }
    if storage == other.storage {
      guard !other.parameters.isEmpty, instant == nil, other.instant == nil else { return false }
      guard !parameters.isEmpty else { return true }
      return zip(parameters, other.parameters).contains { $0 > $1 }
    }
    switch (storage, other.storage) {
    case (.integer, .real), (.integer, .numeric), (.real, .numeric): return false
    default: return true
    }
  }
}
