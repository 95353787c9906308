package import Project
internal import TerminalKit

/// A few lines of a file of the author's around a place in it.
package struct SourceExcerpt: Sendable, Hashable {
  package var location: SourceLocation
  /// The number of the first line, from 1.
  package var first: Int
  package var lines: [String]

  /// Lines around a place.
  package init(location: SourceLocation, first: Int, lines: [String]) {
    self.location = location
    self.first = first
    self.lines = lines
  }

  /// The lines of a text around a place; `nil` where the text has no such line any more.
  package init?(_ text: String, around location: SourceLocation, reach: Int = 2) {
    let all = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    guard all.indices.contains(location.line - 1) else { return nil }
    let from = max(0, location.line - 1 - reach)
    let to = min(all.count, location.line + reach)
    self.init(location: location, first: from + 1, lines: all[from..<to].map(String.init))
  }

  /// The lines with their numbers, and below the one that is meant a mark under its column.
  var numbered: [(text: String, isMeant: Bool)] {
    let width = String(first + lines.count).count
    var out: [(text: String, isMeant: Bool)] = []
    for (offset, line) in lines.enumerated() {
      let number = first + offset
      let isMeant = number == location.line
      // A tab is as wide as it pleases; a blank keeps the mark in its place.
      let shown = String(line.map { $0 == "\t" ? " " : $0 })
      out.append((fitted(String(number), to: width, .right) + " │ " + shown, isMeant))
      if isMeant, location.column > 0 {
        let before = displayWidth(String(shown.prefix(location.column - 1)))
        out.append((String(repeating: " ", count: width) + " │ " + String(repeating: " ", count: before) + "^", true))
      }
    }
    return out
  }
}

/// What the screens ask of the author's files.
package protocol SourceQuestions: Sendable {
  /// The lines around a place; `nil` where the file is not there, or has no such line any more.
  func excerpt(of location: SourceLocation) async throws -> SourceExcerpt?
}

extension SourceQuestions {
  /// None, where there are no files.
  package func excerpt(of location: SourceLocation) async throws -> SourceExcerpt? { nil }
}
