/// A pattern for dates taken apart, from one of three languages: Java's (`yyyy-MM-dd`), SQL's (`YYYY-MM-DD`), C's (`%Y`).
final class TimeFormat {
  enum Field {
    case year, shortYear, month, shortMonthName, monthName, day, dayOfYear
    case weekdayName, shortWeekdayName, isoWeekday, weekday
    case hour, hour12, minute, second, millisecond, microsecond, fraction(Int)
    case meridiem, lowerMeridiem, quarter, isoWeek, isoYear, zoneOffset, epoch
  }

  enum Part {
    case literal([UInt8])
    /// A field, with zeros to this width (0: as many digits as it has).
    case field(Field, width: Int)
    case upper(Field), lower(Field)
  }

  private(set) var parts: [Part] = []

  /// Nil where the pattern holds something that is not known.
  init?(_ pattern: String, style: String) {
    let known: Bool
    switch style {
    case "java": known = java(Array(pattern))
    case "c": known = c(Array(pattern))
    default: known = sql(pattern)
    }
    if !known { return nil }
  }

  private func literal(_ text: String) {
    if case .literal(let before)? = parts.last {
      parts[parts.count - 1] = .literal(before + Array(text.utf8))
    } else {
      parts.append(.literal(Array(text.utf8)))
    }
  }

  private func field(_ field: Field, _ width: Int = 0) { parts.append(.field(field, width: width)) }

  // MARK: Java

  private func java(_ pattern: [Character]) -> Bool {
    var at = 0
    while at < pattern.count {
      let c = pattern[at]
      if c == "'" {
        var text = ""
        at += 1
        while at < pattern.count, pattern[at] != "'" {
          text.append(pattern[at])
          at += 1
        }
        at += 1
        literal(text.isEmpty ? "'" : text)
        continue
      }
      guard c.isLetter, c.isASCII else {
        literal(String(c))
        at += 1
        continue
      }
      var count = 1
      while at + count < pattern.count, pattern[at + count] == c { count += 1 }
      at += count
      switch c {
      case "y", "u": count == 2 ? field(.shortYear, 2) : field(.year, count)
      case "M", "L": count >= 4 ? field(.monthName) : count == 3 ? field(.shortMonthName) : field(.month, count)
      case "d": field(.day, count)
      case "D": field(.dayOfYear, count)
      case "E": count >= 4 ? field(.weekdayName) : field(.shortWeekdayName)
      case "H": field(.hour, count)
      case "h", "K": field(.hour12, count)
      case "m": field(.minute, count)
      case "s": field(.second, count)
      case "S": field(.fraction(count), count)
      case "a": field(.meridiem)
      case "q", "Q": field(.quarter, count)
      case "X", "x", "Z", "z", "V", "O": field(.zoneOffset)
      default: return false
      }
    }
    return true
  }

  // MARK: C

  private func c(_ pattern: [Character]) -> Bool {
    var at = 0
    while at < pattern.count {
      guard pattern[at] == "%", at + 1 < pattern.count else {
        literal(String(pattern[at]))
        at += 1
        continue
      }
      var letter = pattern[at + 1]
      at += 2
      var bare = false
      if letter == "-", at < pattern.count {
        bare = true
        letter = pattern[at]
        at += 1
      }
      let two = bare ? 0 : 2
      switch letter {
      case "Y": field(.year, 4)
      case "y": field(.shortYear, 2)
      case "m": field(.month, two)
      case "d": field(.day, two)
      case "e": field(.day, 0)
      case "H": field(.hour, two)
      case "I": field(.hour12, two)
      case "M": field(.minute, two)
      case "S": field(.second, two)
      case "f": field(.microsecond, 6)
      case "g": field(.millisecond, 3)
      case "n": field(.microsecond, 6)
      case "p": field(.meridiem)
      case "B": field(.monthName)
      case "b", "h": field(.shortMonthName)
      case "A": field(.weekdayName)
      case "a": field(.shortWeekdayName)
      case "j": field(.dayOfYear, bare ? 0 : 3)
      case "u": field(.isoWeekday)
      case "w": field(.weekday)
      case "V": field(.isoWeek, two)
      case "G": field(.isoYear, 4)
      case "Q": field(.quarter)
      case "s": field(.epoch)
      case "z", "Z": field(.zoneOffset)
      case "F": _ = c(Array("%Y-%m-%d"))
      case "T", "X": _ = c(Array("%H:%M:%S"))
      case "R": _ = c(Array("%H:%M"))
      case "D", "x": _ = c(Array("%m/%d/%y"))
      case "%": literal("%")
      default: return false
      }
    }
    return true
  }

  // MARK: SQL

  private static let sqlWords: [(String, Field, Int)] = [
    ("YYYY", .year, 4), ("IYYY", .isoYear, 4), ("YY", .shortYear, 2), ("MM", .month, 2), ("MONTH", .monthName, -1),
    ("MMMM", .monthName, 0), ("MON", .shortMonthName, 0), ("DDD", .dayOfYear, 3), ("DD", .day, 2),
    ("DAY", .weekdayName, -1),
    ("DY", .shortWeekdayName, 0), ("D", .weekday, 0), ("ID", .isoWeekday, 0), ("HH24", .hour, 2), ("HH12", .hour12, 2),
    ("HH", .hour12, 2), ("MI", .minute, 2), ("SS", .second, 2), ("MS", .millisecond, 3), ("US", .microsecond, 6),
    ("FF9", .fraction(9), 9), ("FF6", .fraction(6), 6), ("FF3", .fraction(3), 3), ("FF", .fraction(9), 9),
    ("AM", .meridiem, 0), ("PM", .meridiem, 0), ("Q", .quarter, 0), ("IW", .isoWeek, 2), ("TZH", .zoneOffset, 0),
    ("TZ", .zoneOffset, 0), ("OF", .zoneOffset, 0),
  ]

  private func sql(_ pattern: String) -> Bool {
    let characters = Array(pattern)
    let ordered = TimeFormat.sqlWords.sorted { $0.0.count > $1.0.count }
    var at = 0
    var bare = false
    while at < characters.count {
      if characters[at] == "\"" {
        at += 1
        var text = ""
        while at < characters.count, characters[at] != "\"" {
          text.append(characters[at])
          at += 1
        }
        at += 1
        literal(text)
        continue
      }
      if at + 1 < characters.count, characters[at] == "F" || characters[at] == "f", characters[at + 1] == "M" {
        bare = true
        at += 2
        continue
      }
      let rest = String(characters[at...].prefix(5))
      let upper = rest.uppercased()
      if let word = ordered.first(where: { upper.hasPrefix($0.0) }) {
        let spelled = String(rest.prefix(word.0.count))
        add(word.1, bare ? 0 : word.2, spelled)
        at += word.0.count
      } else if characters[at].isLetter, characters[at] != "T", characters[at] != "Z" {
        return false
      } else {
        literal(String(characters[at]))
        at += 1
      }
    }
    return true
  }

  /// A name's case follows the pattern's: MONTH, Month, month.
  private func add(_ field: Field, _ width: Int, _ spelled: String) {
    switch field {
    case .monthName, .shortMonthName, .weekdayName, .shortWeekdayName:
      if spelled.count > 1, spelled == spelled.uppercased() {
        parts.append(.upper(field))
      } else if spelled == spelled.lowercased() {
        parts.append(.lower(field))
      } else {
        parts.append(.field(field, width: 0))
      }
    case .meridiem:
      parts.append(spelled == spelled.lowercased() ? .field(.lowerMeridiem, width: 0) : .field(field, width: 0))
    default: parts.append(.field(field, width: width))
    }
  }
}
