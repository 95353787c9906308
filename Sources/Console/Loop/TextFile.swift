internal import Glibc
internal import TerminalKit

/// Small files of text.
enum TextFile {
  /// The text of a file of at most a megabyte.
  static func read(_ path: String) -> String? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: 1 << 20)
    var length = 0
    while length < bytes.count {
      let count = bytes.withUnsafeMutableBytes {
        Glibc.read(descriptor, $0.baseAddress?.advanced(by: length), $0.count - length)
      }
      if count <= 0 { break }
      length += count
    }
    return String(decoding: bytes[..<length], as: UTF8.self)
  }

  /// Writes a file; one that is there is left alone unless it may be replaced. Returns what went wrong.
  static func write(_ text: String, to path: String, replacing: Bool) -> String? {
    let flags = O_WRONLY | O_CREAT | O_CLOEXEC | (replacing ? O_TRUNC : O_EXCL)
    let descriptor = open(path, flags, 0o644)
    guard descriptor >= 0 else { return String(cString: strerror(errno)) }
    defer { close(descriptor) }
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno != EINTR { return String(cString: strerror(errno)) }
      rest = rest.dropFirst(max(0, count))
    }
    return nil
  }

  /// Names in a folder.
  static func names(in folder: String) -> [String] {
    guard let stream = opendir(folder) else { return [] }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      names.append(name)
    }
    return names.sorted()
  }
}

extension WrittenFile {
  /// A number that changes when a file is saved; `nil` where there is none.
  static func stamp(of path: String) -> [Int]? {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    return [Int(status.st_mtim.tv_sec), status.st_mtim.tv_nsec, Int(status.st_size), Int(status.st_ino)]
  }
}

/// What `w` writes, in the folder the console was started in, under a name that is still free.
enum WrittenFile {
  static func write(_ text: String, to name: String) -> ConsoleState.Message {
    let parts = name.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    let stem = parts.count > 1 ? parts.dropLast().joined(separator: ".") : name
    let ending = parts.count > 1 ? "." + (parts.last ?? "") : ""
    for number in 1..<1000 {
      let path = number == 1 ? name : "\(stem)-\(number)\(ending)"
      guard let problem = TextFile.write(text, to: path, replacing: false) else {
        return .init(text: "wrote \(path)", role: .info)
      }
      if errno != EEXIST { return .init(text: "\(path) cannot be written: \(problem)", role: .fail) }
    }
    return .init(text: "there are a thousand files named as \(name)", role: .warn)
  }
}

/// Scheme files of a folder.
enum ThemeFolder {
  static func load(_ folder: String, into themes: inout ThemeCatalogue) {
    for name in TextFile.names(in: folder) where name.hasSuffix(".yaml") || name.hasSuffix(".yml") {
      guard let text = TextFile.read(folder + "/" + name) else { continue }
      themes.add(yaml: text, key: String(name.split(separator: ".").first ?? "").lowercased())
    }
  }
}

/// What the environment says of the person's habits.
enum Surroundings {
  /// The editor of choice, with its arguments.
  static var editor: String {
    for name in ["VISUAL", "EDITOR"] {
      if let value = getenv(name), value.pointee != 0 { return String(cString: value) }
    }
    return "vi"
  }
}
