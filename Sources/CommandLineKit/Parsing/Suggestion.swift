/// Finds what a mistyped word probably meant.
package enum Suggestion {
  /// The candidates nearest to `word`, best first, at most three; none that is far off.
  package static func nearest(to word: String, among candidates: [String]) -> [String] {
    let typed = Array(word.utf8)
    let allowed = max(1, typed.count / 3)
    let scored = candidates.compactMap { candidate -> (distance: Int, name: String)? in
      let known = Array(candidate.utf8)
      let distance = editDistance(typed, known)
      let isPrefix = typed.count >= 3 && known.starts(with: typed)
      return distance <= allowed || isPrefix ? (isPrefix ? min(distance, 1) : distance, candidate) : nil
    }
    guard let best = scored.map(\.distance).min() else { return [] }
    let nearest = scored.filter { $0.distance == best }.map(\.name).sorted()
    return Array(nearest.prefix(3))
  }

  /// Insertions, deletions, substitutions and swaps of neighbours that lead from one word to the other
  /// (the optimal string alignment distance).
  static func editDistance(_ a: [UInt8], _ b: [UInt8]) -> Int {
    if a.isEmpty || b.isEmpty { return a.count + b.count }
    var beforeLast = [Int](repeating: 0, count: b.count + 1)
    var last = Array(0...b.count)
    for i in 1...a.count {
      var row = [i] + [Int](repeating: 0, count: b.count)
      for j in 1...b.count {
        let cost = a[i - 1] == b[j - 1] ? 0 : 1
        row[j] = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + cost)
        if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] { row[j] = min(row[j], beforeLast[j - 2] + 1) }
      }
      beforeLast = last
      last = row
    }
    return last[b.count]
  }
}
