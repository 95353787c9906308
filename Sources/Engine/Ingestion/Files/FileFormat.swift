import Compression

/// How the records of a file are written.
package enum FileFormat: Sendable, Equatable {
  /// Delimited text.
  case csv(CSVOptions)
  /// One JSON object a line.
  case jsonLines
  /// A JSON array of objects, or objects one after another.
  case jsonArray

  /// The format a file's name stands for, a packed one's inner extension; nil when it says nothing.
  package init?(path: String) {
    var name = Substring(path.split(separator: "/").last ?? "").lowercased()[...]
    for packed in [".gz", ".gzip", ".zst", ".zstd"] where name.hasSuffix(packed) {
      name = name.dropLast(packed.count)
      break
    }
    switch name.split(separator: ".").last.map(String.init) {
    case "csv": self = .csv(CSVOptions())
    case "tsv", "tab": self = .csv(.tabSeparated)
    case "jsonl", "ndjson": self = .jsonLines
    default: return nil
    }
  }

  /// The format the first bytes of a file show: `[` is an array; `{` is JSON Lines when the first line holds a whole
  /// object, else objects over several lines; anything else is CSV.
  package init(sample: UnsafeBufferPointer<UInt8>) {
    var position = sample.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    while position < sample.count, sample[position] <= 0x20 { position += 1 }
    guard position < sample.count, sample[position] == UInt8(ascii: "{") else {
      let isArray = position < sample.count && sample[position] == UInt8(ascii: "[")
      self = isArray ? .jsonArray : .csv(CSVOptions())
      return
    }
    var lineEnd = position
    while lineEnd < sample.count, sample[lineEnd] != 0x0A { lineEnd += 1 }
    // A line cut off by the end of the sample, or one that is no object: only whole files of objects look otherwise.
    var last = lineEnd
    while last > position, sample[last - 1] <= 0x20 { last -= 1 }
    let isWhole = lineEnd == sample.count || sample[last - 1] == UInt8(ascii: "}")
    self = isWhole ? .jsonLines : .jsonArray
  }
}
