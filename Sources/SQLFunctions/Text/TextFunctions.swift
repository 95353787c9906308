import SQLiteKit

/// Whole texts: case, padding, joining, searching.
func registerText(on connection: Connection) throws(SQLiteError) {
  for (name, upper) in [("unicode_upper", true), ("unicode_lower", false)] {
    try strict(connection, name, 1) { arguments, result in
      let text = arguments.textBytes(0)
      if text.allSatisfy({ $0 < 0x80 }) {
        return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: max(text.count, 1)) { buffer in
          let first: UInt8 = upper ? 0x61 : 0x41
          for index in 0..<text.count { buffer[index] = text[index] &- first < 26 ? text[index] ^ 0x20 : text[index] }
          result.setText(UnsafeBufferPointer(rebasing: buffer[0..<text.count]))
        }
      }
      let string = String(decoding: text, as: UTF8.self)
      result.set(upper ? string.uppercased() : string.lowercased())
    }
  }
  for count in [1, 2] {
    try strict(connection, "initcap", count) { arguments, result in
      // Words are runs of letters and digits, unless delimiters are given.
      let delimiters = count == 2 ? Array((arguments.string(1) ?? "").unicodeScalars) : nil
      var out = String.UnicodeScalarView()
      var inWord = false
      for scalar in (arguments.string(0) ?? "").unicodeScalars {
        let isPart =
          delimiters.map { !$0.contains(scalar) } ?? scalar.properties.isAlphabetic
          || scalar.properties.numericType != nil
        if isPart {
          out.append(
            contentsOf: (inWord ? scalar.properties.lowercaseMapping : scalar.properties.titlecaseMapping)
              .unicodeScalars)
        } else {
          out.append(scalar)
        }
        inWord = isPart
      }
      result.set(String(out))
    }
  }
  try strict(connection, "ascii_code", 1) { arguments, result in
    result.set(Int((arguments.string(0) ?? "").unicodeScalars.first?.value ?? 0))
  }
  try strict(connection, "starts_with", 2) { arguments, result in
    result.set(arguments.textBytes(0).starts(with: arguments.textBytes(1)))
  }
  try strict(connection, "ends_with", 2) { arguments, result in
    result.set(arguments.textBytes(0).reversed().starts(with: arguments.textBytes(1).reversed()))
  }
  try strict(connection, "text_replace", 3) { arguments, result in
    // An empty text to look for is found nowhere.
    result.set(Scalars.replace(arguments.textBytes(0), arguments.textBytes(1), arguments.textBytes(2)))
  }
  try strict(connection, "translate", 3) { arguments, result in
    let from = Array((arguments.string(1) ?? "").unicodeScalars)
    let to = Array((arguments.string(2) ?? "").unicodeScalars)
    var out = String.UnicodeScalarView()
    for scalar in (arguments.string(0) ?? "").unicodeScalars {
      guard let index = from.firstIndex(of: scalar) else {
        out.append(scalar)
        continue
      }
      if index < to.count { out.append(to[index]) }
    }
    result.set(String(out))
  }
  try strict(connection, "text_reverse", 1) { arguments, result in
    result.set(String(String.UnicodeScalarView((arguments.string(0) ?? "").unicodeScalars.reversed())))
  }
  try strict(connection, "text_repeat", 2) { arguments, result in
    let count = max(0, Int(arguments.int64(1)))
    guard count * arguments.textBytes(0).count <= 100_000_000 else {
      throw FunctionError("repeat() makes too long a text")
    }
    result.set(String(repeating: arguments.string(0) ?? "", count: count))
  }
  for (name, left) in [("lpad", true), ("rpad", false)] {
    try strict(connection, name, 3) { arguments, result in
      let text = Array((arguments.string(0) ?? "").unicodeScalars)
      let width = max(0, Int(arguments.int64(1)))
      guard width <= 10_000_000 else { throw FunctionError("\(name)() makes too long a text") }
      if text.count >= width { return result.set(Scalars.string(text[0..<width])) }
      let fill = Array((arguments.string(2) ?? "").unicodeScalars)
      guard !fill.isEmpty else { return result.set(Scalars.string(text[...])) }
      let padding = (0..<(width - text.count)).map { fill[$0 % fill.count] }
      result.set(Scalars.string((left ? padding + text : text + padding)[...]))
    }
  }
  try registerJoining(on: connection)
  try registerLikes(on: connection)
}

private func registerJoining(on connection: Connection) throws(SQLiteError) {
  try connection.createFunction("concat_skipping", argumentCount: nil) { arguments, result in
    var bytes: [UInt8] = []
    for index in 0..<arguments.count where !arguments.isNull(index) {
      bytes.append(contentsOf: arguments.textBytes(index))
    }
    bytes.withUnsafeBufferPointer { result.setText($0) }
  }
  try connection.createFunction("concat_null", argumentCount: nil) { arguments, result in
    var bytes: [UInt8] = []
    for index in 0..<arguments.count {
      if arguments.isNull(index) { return result.setNull() }
      bytes.append(contentsOf: arguments.textBytes(index))
    }
    bytes.withUnsafeBufferPointer { result.setText($0) }
  }
  for (name, skips) in [("concat_ws", true), ("concat_ws_null", false)] {
    try connection.createFunction(name, argumentCount: nil) { arguments, result in
      guard arguments.count > 0, !arguments.isNull(0) else { return result.setNull() }
      var bytes: [UInt8] = []
      var first = true
      for index in 1..<max(arguments.count, 1) {
        if arguments.isNull(index) {
          if skips { continue }
          return result.setNull()
        }
        if !first { bytes.append(contentsOf: arguments.textBytes(0)) }
        first = false
        bytes.append(contentsOf: arguments.textBytes(index))
      }
      bytes.withUnsafeBufferPointer { result.setText($0) }
    }
  }
}

/// Texts as arrays of Unicode scalars.
enum Scalars {
  static func string(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    return String(view)
  }

  static func replace(
    _ text: UnsafeBufferPointer<UInt8>, _ old: UnsafeBufferPointer<UInt8>, _ new: UnsafeBufferPointer<UInt8>
  ) -> String {
    guard !old.isEmpty, old.count <= text.count else { return String(decoding: text, as: UTF8.self) }
    var out: [UInt8] = []
    out.reserveCapacity(text.count)
    var at = 0
    while at < text.count {
      if text[at] == old[0], at + old.count <= text.count,
        UnsafeBufferPointer(rebasing: text[at..<(at + old.count)]).elementsEqual(old)
      {
        out.append(contentsOf: new)
        at += old.count
      } else {
        out.append(text[at])
        at += 1
      }
    }
    return String(decoding: out, as: UTF8.self)
  }
}
