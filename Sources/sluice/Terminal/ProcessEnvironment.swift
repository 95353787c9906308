import Glibc

/// The environment of this process.
enum ProcessEnvironment {
  static subscript(name: String) -> String? { getenv(name).map { String(cString: $0) } }

  static var all: [String: String] {
    var found: [String: String] = [:]
    for entry in CommandLineEnvironment.entries {
      guard let equals = entry.firstIndex(of: "=") else { continue }
      found[String(entry[..<equals])] = String(entry[entry.index(after: equals)...])
    }
    return found
  }
}

/// The raw `NAME=value` strings, read from the kernel: `environ` is a mutable global that Swift 6 does not let through.
private enum CommandLineEnvironment {
  static var entries: [String] {
    guard let file = fopen("/proc/self/environ", "r") else { return [] }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = fread(&chunk, 1, chunk.count, file)
      if count == 0 { break }
      bytes += chunk[..<count]
    }
    return bytes.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
  }
}
