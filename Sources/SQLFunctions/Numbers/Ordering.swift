import SQLiteKit

/// The order of values SQLite has: NULL, numbers, text by bytes, blobs.
enum Ordering {
  /// -1, 0 or 1.
  static func compare(_ a: Value, _ b: Value) -> Int {
    switch (a, b) {
    case (.integer(let x), .integer(let y)): return x < y ? -1 : x > y ? 1 : 0
    case (.text(let x), .text(let y)):
      if x == y, x.utf8.elementsEqual(y.utf8) { return 0 }
      return x.utf8.lexicographicallyPrecedes(y.utf8) ? -1 : 1
    case (.blob(let x), .blob(let y)): return x == y ? 0 : x.lexicographicallyPrecedes(y) ? -1 : 1
    default: break
    }
    if let x = a.double, let y = b.double { return x < y ? -1 : x > y ? 1 : 0 }
    let (x, y) = (rank(a), rank(b))
    return x < y ? -1 : x > y ? 1 : 0
  }

  private static func rank(_ value: Value) -> Int {
    switch value {
    case .null: return 0
    case .integer, .real: return 1
    case .text: return 2
    case .blob: return 3
    }
  }
}
