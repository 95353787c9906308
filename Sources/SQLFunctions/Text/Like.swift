import Patterns
import SQLiteKit

/// LIKE with a pattern that is not a constant: case and escape as the dialect has them.
func registerLikes(on connection: Connection) throws(SQLiteError) {
  for (name, folds) in [("sql_like", false), ("sql_ilike", true)] {
    try strict(connection, name, 3) { arguments, result in
      var text = arguments.string(0) ?? ""
      var pattern = arguments.string(1) ?? ""
      if folds {
        text = text.lowercased()
        pattern = pattern.lowercased()
      }
      let escape = (arguments.string(2) ?? "").unicodeScalars.first
      result.set(Like.matches(Array(text.unicodeScalars), Array(pattern.unicodeScalars), escape: escape))
    }
  }
  try strict(connection, "similar_to", 2) { arguments, result in
    let expression = Like.regularExpression(similarTo: arguments.string(1) ?? "")
    let compiled = try compiledPattern(expression, flags: "s", argument: 1, result)
    result.set(compiled.fullMatch(Array((arguments.string(0) ?? "").unicodeScalars)))
  }
}

/// Matching by LIKE's wildcards.
enum Like {
  private enum Piece: Equatable {
    case one, many
    case scalar(Unicode.Scalar)
  }

  static func matches(_ text: [Unicode.Scalar], _ pattern: [Unicode.Scalar], escape: Unicode.Scalar?) -> Bool {
    var pieces: [Piece] = []
    var index = 0
    while index < pattern.count {
      let scalar = pattern[index]
      if scalar == escape, index + 1 < pattern.count {
        index += 1
        pieces.append(.scalar(pattern[index]))
      } else if scalar == "%" {
        if pieces.last != .many { pieces.append(.many) }
      } else {
        pieces.append(scalar == "_" ? .one : .scalar(scalar))
      }
      index += 1
    }
    // Greedy with one point of return: the last %.
    var (at, piece) = (0, 0)
    var retry: (at: Int, piece: Int)?
    while at < text.count {
      if piece < pieces.count, pieces[piece] == .many {
        piece += 1
        retry = (at, piece)
      } else if piece < pieces.count, pieces[piece] == .one || pieces[piece] == .scalar(text[at]) {
        at += 1
        piece += 1
      } else if let back = retry {
        at = back.at + 1
        piece = back.piece
        retry = (at, piece)
      } else {
        return false
      }
    }
    return pieces[piece...].allSatisfy { $0 == .many }
  }

  /// SIMILAR TO as a regular expression: `%` and `_` are LIKE's; dots and anchors are plain.
  static func regularExpression(similarTo pattern: String) -> String {
    var out = ""
    var inClass = false
    var escaped = false
    for character in pattern {
      if escaped {
        out += "\\" + String(character)
        escaped = false
        continue
      }
      switch character {
      case "\\": escaped = true
      case "[":
        inClass = true
        out.append("[")
      case "]":
        inClass = false
        out.append("]")
      case "%" where !inClass: out += ".*"
      case "_" where !inClass: out += "."
      case ".", "^", "$":
        out += inClass ? String(character) : "\\" + String(character)
      default: out.append(character)
      }
    }
    return out
  }
}
