/// How much a declared type can hold, as far as its words tell.
struct TypeWidth {
  let storage: ColumnStorage
  let parameters: [Int]

  init(_ declared: String) {
    storage = ColumnStorage(declared: declared)
    guard let open = declared.firstIndex(of: "("), let close = declared.lastIndex(of: ")"), open < close else {
      parameters = []
      return
    }
    parameters = declared[declared.index(after: open)..<close].split(separator: ",")
      .compactMap { Int($0.filter { $0 != " " }) }
  }

  /// Whether values of this type may not fit into `other`.
  func narrows(to other: TypeWidth) -> Bool {
    if storage == .any || other.storage == .any || other.storage == .text && storage != .text { return false }
    if storage == other.storage {
      guard !other.parameters.isEmpty else { return false }
      guard !parameters.isEmpty else { return true }
      return zip(parameters, other.parameters).contains { $0 > $1 }
    }
    switch (storage, other.storage) {
    case (.integer, .real), (.integer, .numeric), (.real, .numeric): return false
    default: return true
    }
  }
}
