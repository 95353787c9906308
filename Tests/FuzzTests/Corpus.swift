import Glibc

/// Inputs to start from: what the other tests have lying about.
enum Corpus {
  private static let tests = "/" + #filePath.split(separator: "/").dropLast(2).joined(separator: "/")

  /// The parts of a file below `Tests`, parted by a line; the whole file without one.
  static func parts(_ name: String, by separator: String? = nil) -> [[UInt8]] {
    guard let text = text("\(tests)/\(name)") else { return [] }
    guard let separator else { return [Array(text.utf8)] }
    return text.split(separator: separator).map { Array($0.utf8) }
  }

  /// The files of a folder below `Tests`.
  static func files(_ name: String) -> [[UInt8]] {
    let folder = "\(tests)/\(name)"
    guard let listing = opendir(folder) else { return [] }
    defer { closedir(listing) }
    var names: [String] = []
    while let entry = readdir(listing) {
      names.append(
        withUnsafeBytes(of: entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) })
    }
    return names.sorted().compactMap { text("\(folder)/\($0)") }.map { Array($0.utf8) }
  }

  private static func text(_ path: String) -> String? {
    let descriptor = open(path, O_RDONLY)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = read(descriptor, &piece, piece.count)
      if count <= 0 { break }
      bytes += piece[..<count]
    }
    return bytes.isEmpty ? nil : String(decoding: bytes, as: UTF8.self)
  }
}
