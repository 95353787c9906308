import Glibc
import SQLiteKit

/// The rules of a time zone, read from the system's zoneinfo files (RFC 8536), kept for the life of a statement.
final class TimeZoneRules {
  private var transitions: [Int64] = []
  private var offsets: [Int64] = []
  private var first: Int64 = 0
  /// A zone given as `+hh:mm`.
  private var fixed: Int64?

  /// Nil where there is no such zone.
  init?(_ name: String) {
    var copy = name
    let offset: Int64?? = copy.withUTF8 { bytes in
      var cursor = ByteCursor(bytes)
      guard cursor.current == UInt8(ascii: "+") || cursor.current == UInt8(ascii: "-") else { return nil }
      return .some(Instant.readZone(&cursor))
    }
    if let offset {
      guard let offset else { return nil }
      fixed = offset / 1_000_000
      return
    }
    guard !name.isEmpty, !name.contains(".."), !name.hasPrefix("/"), let bytes = TimeZoneRules.file(name), parse(bytes)
    else {
      return nil
    }
  }

  private static func file(_ name: String) -> [UInt8]? {
    for folder in ["/usr/share/zoneinfo/", "/usr/lib/zoneinfo/"] {
      guard let file = fopen(folder + name, "r") else { continue }
      defer { fclose(file) }
      var bytes = [UInt8](repeating: 0, count: 65536)
      let count = fread(&bytes, 1, bytes.count, file)
      if count > 44 { return Array(bytes[0..<count]) }
    }
    return nil
  }

  private func parse(_ bytes: [UInt8]) -> Bool {
    guard bytes.starts(with: Array("TZif".utf8)) else { return false }
    func number(_ at: Int, _ width: Int) -> Int64 {
      guard at + width <= bytes.count else { return 0 }
      var value: Int64 = bytes[at] >= 0x80 ? -1 : 0
      for index in 0..<width { value = value << 8 | Int64(bytes[at + index]) }
      return value
    }
    func counts(_ at: Int) -> [Int] { (0..<6).map { Int(number(at + 20 + $0 * 4, 4)) } }
    var header = 0
    var width = 4
    if bytes[4] >= UInt8(ascii: "2") {
      // Skip the 32-bit part.
      let c = counts(0)
      header = 44 + c[3] * 5 + c[4] * 6 + c[5] + c[2] * 8 + c[1] + c[0]
      width = 8
    }
    let c = counts(header)
    let (times, types) = (c[3], c[4])
    let start = header + 44
    let typeStart = start + times * (width + 1)
    guard types > 0, typeStart + types * 6 <= bytes.count else { return false }
    func offset(_ type: Int) -> Int64 { number(typeStart + type * 6, 4) }
    first = offset(0)
    for index in 0..<times {
      transitions.append(number(start + index * width, width))
      offsets.append(offset(Int(bytes[start + times * width + index])))
    }
    return true
  }

  /// Seconds east of UTC at an instant of UTC.
  func offset(atUTC seconds: Int64) -> Int64 {
    if let fixed { return fixed }
    var low = 0
    var high = transitions.count
    while low < high {
      let middle = (low + high) / 2
      if transitions[middle] <= seconds { low = middle + 1 } else { high = middle }
    }
    return low == 0 ? first : offsets[low - 1]
  }

  /// Seconds east of UTC where local clocks show this; an hour that comes twice is taken as its first.
  func offset(atLocal seconds: Int64) -> Int64 {
    let guess = offset(atUTC: seconds - offset(atUTC: seconds))
    let earlier = offset(atUTC: seconds - guess - 86400)
    if offset(atUTC: seconds - earlier) == earlier { return earlier }
    return offset(atUTC: seconds - guess)
  }
}

func registerZones(on connection: Connection) throws(SQLiteError) {
  for (name, toLocal) in [("utc_to_zone", true), ("zone_to_utc", false)] {
    // The order of arguments is (timestamp, zone).
    try strict(connection, name, 2) { arguments, result in
      let rules: TimeZoneRules
      if let kept = result.kept(for: 1) as? TimeZoneRules {
        rules = kept
      } else {
        guard let read = TimeZoneRules(arguments.string(1) ?? "") else {
          throw FunctionError("there is no time zone '\(arguments.string(1) ?? "")'")
        }
        rules = read
        result.keep(read, for: 1)
      }
      var value = try instant(arguments, 0).instant
      let seconds = value.index(of: .second)
      value.microseconds += (toLocal ? rules.offset(atUTC: seconds) : -rules.offset(atLocal: seconds)) * 1_000_000
      result.set(value, asDate: false)
    }
  }
}
