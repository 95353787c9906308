import Glibc

/// A file found below a project's folders.
struct FoundFile: Hashable, Sendable {
  /// The path as the project's author would write it: relative to the project.
  var path: String
  /// Absolute path.
  var absolutePath: String
  /// The configured folder it was found under (`models`), relative to the project.
  var searchRoot: String

  /// The path below the folder it was found under: `staging/stg_orders.sql`.
  var pathBelowRoot: String {
    path.hasPrefix(searchRoot + "/") ? String(path.dropFirst(searchRoot.utf8.count + 1)) : path
  }

  /// The file's name without folders and without its last ending.
  var stem: String {
    let name = self.name
    guard let dot = name.lastIndex(of: "."), dot > name.startIndex else { return name }
    return String(name[..<dot])
  }

  /// The file's name without folders.
  var name: String { path.split(separator: "/").last.map(String.init) ?? path }

  /// The folders between the search root and the file.
  var folders: [String] { pathBelowRoot.split(separator: "/").dropLast().map(String.init) }
}

/// Reading of folders and files, without following a link twice.
enum ProjectFolder {
  /// All regular files below `searchRoot` with one of the endings, in order of path.
  static func files(root: String, searchRoot: String, endings: [String], ignoring: IgnoreRules = IgnoreRules())
    -> [FoundFile]
  {
    var found: [FoundFile] = []
    var seen: Set<UInt64> = []
    let trimmed = normalized(searchRoot)
    walk(root: root, relative: trimmed, searchRoot: trimmed, endings: endings, ignoring, &found, &seen)
    found.sort { $0.path < $1.path }
    return found
  }

  private static func walk(
    root: String, relative: String, searchRoot: String, endings: [String], _ rules: IgnoreRules,
    _ found: inout [FoundFile], _ seen: inout Set<UInt64>
  ) {
    let folder = relative == "." ? root : joined(root, relative)
    var status = stat()
    guard stat(folder, &status) == 0, seen.insert(UInt64(status.st_ino)).inserted, let handle = opendir(folder) else {
      return
    }
    defer { closedir(handle) }
    while let entry = readdir(handle) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name == "." || name == ".." { continue }
      let path = relative == "." ? name : relative + "/" + name
      if rules.ignores(path) { continue }
      var isFolder = entry.pointee.d_type == UInt8(DT_DIR)
      if entry.pointee.d_type == UInt8(DT_LNK) || entry.pointee.d_type == UInt8(DT_UNKNOWN) {
        isFolder = Self.isFolder(joined(root, path))
      }
      if isFolder {
        walk(root: root, relative: path, searchRoot: searchRoot, endings: endings, rules, &found, &seen)
      } else if endings.contains(where: name.hasSuffix) {
        found.append(FoundFile(path: path, absolutePath: joined(root, path), searchRoot: searchRoot))
      }
    }
  }

  /// Whether something is at the path.
  static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  /// Whether a folder is at the path.
  static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// The names in a folder, sorted.
  static func names(in folder: String) -> [String] {
    guard let handle = opendir(folder) else { return [] }
    defer { closedir(handle) }
    var names: [String] = []
    while let entry = readdir(handle) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if !name.hasPrefix(".") { names.append(name) }
    }
    return names.sorted()
  }

  /// The paths below a folder, sorted, folders that are linked to not entered; nil when there are more than `limit`.
  static func namesBelow(_ folder: String, limit: Int) -> [String]? {
    var paths: [String] = []
    var pending = [""]
    while let relative = pending.popLast() {
      for name in names(in: joined(folder, relative)) {
        let path = relative.isEmpty ? name : relative + "/" + name
        paths.append(path)
        guard paths.count <= limit else { return nil }
        var status = stat()
        if lstat(joined(folder, path), &status) == 0, status.st_mode & S_IFMT == S_IFDIR { pending.append(path) }
      }
    }
    return paths.sorted()
  }

  /// A file's bytes; nil when it cannot be read.
  static func bytes(_ path: String) -> [UInt8]? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT != S_IFDIR else { return nil }
    var size = Int(status.st_size)
    var result: [UInt8] = []
    while true {
      let chunk = [UInt8](unsafeUninitializedCapacity: max(size, 4_096)) { buffer, count in
        count = max(0, read(descriptor, buffer.baseAddress, buffer.count))
      }
      if chunk.isEmpty { return result }
      if result.isEmpty { result = chunk } else { result.append(contentsOf: chunk) }
      if size > 0, result.count >= Int(status.st_size) { return result }
      size = 65_536
    }
  }

  /// Where the first byte of a file stands that is no UTF-8; nil when there is none.
  static func firstDamage(in path: String) -> (line: Int, column: Int)? {
    guard let bytes = bytes(path) else { return nil }
    var (line, column) = (1, 1)
    var decoder = UTF8()
    var iterator = bytes.makeIterator()
    while true {
      switch decoder.decode(&iterator) {
      case .scalarValue("\n"): (line, column) = (line + 1, 1)
      case .scalarValue: column += 1
      case .emptyInput: return nil
      case .error: return (line, column)
      }
    }
  }

  /// A file's text, bytes that are no UTF-8 replaced, a byte order mark dropped; nil when it cannot be read.
  static func text(_ path: String) -> String? {
    guard var bytes = bytes(path) else { return nil }
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// `a/b` from `a` and `b`; `b` alone when it is absolute.
  static func joined(_ folder: String, _ path: String) -> String {
    if path.hasPrefix("/") { return path }
    if path.isEmpty || path == "." { return folder }
    return folder.hasSuffix("/") ? folder + path : folder + "/" + path
  }

  /// A path without `./`, `//`, a trailing slash, and with `..` taken back where it can be.
  static func normalized(_ path: String) -> String {
    var parts: [Substring] = []
    for part in path.split(separator: "/") where part != "." {
      if part == "..", let last = parts.last, last != ".." {
        parts.removeLast()
      } else {
        parts.append(part)
      }
    }
    let text = (path.hasPrefix("/") ? "/" : "") + parts.joined(separator: "/")
    return text.isEmpty ? "." : text
  }

  /// The path made absolute against the process's folder.
  static func absolute(_ path: String) -> String {
    if path.hasPrefix("/") { return normalized(path) }
    guard let buffer = getcwd(nil, 0) else { return normalized(path) }
    defer { free(buffer) }
    return normalized(joined(String(cString: buffer), path))
  }

  /// The path below a folder, or the path as it is when it lies elsewhere.
  static func relative(_ path: String, to folder: String) -> String {
    path.hasPrefix(folder + "/") ? String(path.dropFirst(folder.count + 1)) : path
  }
}
