/// The custom fields of an object, ready to be written at the end of a record.
struct OpsCustomTail {
  private enum Kind {
    case text, number, flag, day, moment
  }

  /// Bytes that are the same in every record, then perhaps a value.
  private struct Part {
    var bytes: [UInt8]
    var value: (kind: Kind, perMille: Int)?
  }

  private let parts: [Part]

  static let words: [StaticString] = [
    "In Progress", "Approved", "Waiting for customer", "Not started", "Escalated", "Standard", "Premium", "See notes",
  ]

  init(_ object: OpsObject) {
    var parts: [Part] = []
    var bytes: [UInt8] = []
    for line in object.customFields.split(separator: "\n") {
      let words = line.split(separator: " ")
      guard words.count == 3, let share = Int(words[2]) else { continue }
      bytes += Array(",\"\(words[0])\":".utf8)
      if share == 0 {
        bytes += Array("null".utf8)
      } else {
        let kind: Kind =
          switch words[1] {
          case "number": .number
          case "flag": .flag
          case "day": .day
          case "moment": .moment
          default: .text
          }
        parts.append(Part(bytes: bytes, value: (kind, share)))
        bytes = []
      }
    }
    parts.append(Part(bytes: bytes))
    self.parts = parts
  }

  func write(_ random: SplitMix, _ writer: inout RecordWriter) {
    var random = random
    for part in parts {
      part.bytes.withUnsafeBufferPointer { writer.write($0) }
      guard let value = part.value else { continue }
      guard random.chance(value.perMille) else {
        writer.write("null")
        continue
      }
      switch value.kind {
      case .text:
        writer.write(byte: 34)
        writer.write(Self.words[random.below(Self.words.count)])
        writer.write(byte: 34)
      case .number: writer.write(number: random.below(10_000))
      case .flag: writer.write(random.chance(500) ? "true" : "false")
      case .day:
        writer.write(byte: 34)
        writer.write(opsDay: 730 + random.below(1460))
        writer.write(byte: 34)
      case .moment: writer.write(OpsMoment(day: 730 + random.below(1460), second: random.below(86_400)))
      }
    }
    writer.write("}\n")
  }
}
