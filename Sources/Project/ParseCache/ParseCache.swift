import Glibc

/// What a reading of a project came to, kept in a file, and whether it still holds.
///
/// It holds for one build of this program, one project, target, set of vars and flags, for the values that environment
/// variables had where templates read them, and for files that are byte for byte the same. Whatever is in doubt, a damaged
/// file among it, is no cache: the project is read anew.
struct ParseCache {
  /// What was read.
  struct Content {
    var enabled: [Node]
    var disabled: [Node]
    var messages: [ProjectMessage]
    /// Of all that was kept, files and their stamps included.
    var digest: UInt64?
  }

  /// The cache's file.
  let path: String
  /// All that must be the same besides files, flags and environment.
  let key: String
  /// What the command's flags are, for projects that look at them.
  let flags: String
  let environment: [String: String]
  /// The files the reading is made of, in order.
  let files: [String]
  /// When the files began to be read: nanoseconds since 1970.
  let moment: Int

  private static let magic = Array("sluice parse 1\n".utf8)

  // MARK: Reading

  /// What an earlier reading came to, if all of it still holds.
  func load() -> Content? {
    guard let bytes = ProjectFolder.bytes(path), bytes.count > Self.magic.count + 8, bytes.starts(with: Self.magic)
    else {
      return nil
    }
    let start = Self.magic.count + 8
    var digest: UInt64 = 0
    for offset in 0..<8 { digest |= UInt64(bytes[Self.magic.count + offset]) << (8 * UInt64(offset)) }
    guard QuickDigest.of(bytes, from: start) == digest else { return nil }
    do throws(CacheReader.Damage) {
      var reader = try CacheReader(bytes, from: start)
      var content = try content(&reader)
      content?.digest = digest
      return content
    } catch {
      return nil
    }
  }

  private func content(_ reader: inout CacheReader) throws(CacheReader.Damage) -> Content? {
    guard try reader.text() == key else { return nil }
    if let known = try reader.optionalText(), known != flags { return nil }
    for entry in try reader.entries() where entry.value.stringValue != Self.digest(entry.key, environment[entry.key]) {
      return nil
    }
    let stamps = try reader.list { reader throws(CacheReader.Damage) in
      FileStamp(
        path: try reader.text(), size: try reader.int(), modified: try reader.int(), changed: try reader.int(),
        inode: try reader.int(), digest: UInt64(bitPattern: Int64(try reader.int())))
    }
    guard stamps.count == files.count else { return nil }
    for (path, stamp) in zip(files, stamps) {
      guard let now = FileStamp(path), now.isStill(stamp) else { return nil }
    }
    let messages = try reader.list { reader throws(CacheReader.Damage) in try reader.message() }
    let enabled = try reader.list { reader throws(CacheReader.Damage) in try reader.node() }
    let disabled = try reader.list { reader throws(CacheReader.Damage) in try reader.node() }
    return reader.isAtEnd ? Content(enabled: enabled, disabled: disabled, messages: messages) : nil
  }

  // MARK: Writing

  /// Keeps what a reading came to. A folder that cannot be written is no error: the next reading takes longer.
  ///
  /// - Returns: The digest of what was kept; nil when it may not be.
  @discardableResult
  func store(_ content: Content, reads: OutsideReads) -> UInt64? {
    guard !reads.readsClock else { return nil }
    var stamps: [FileStamp] = []
    for file in files {
      guard var stamp = FileStamp(file), stamp.takeDigest() else { return nil }
      // A file written just before the reading, or since it began, was perhaps read as it was before.
      guard stamp.isOlder(than: moment) else { return nil }
      stamps.append(stamp)
    }
    var writer = CacheWriter()
    writer.write(key)
    writer.write(reads.readsFlags ? flags : nil)
    writer.write(reads.environment.map { ConfigEntry($0, .string(Self.digest($0, environment[$0]))) })
    writer.write(stamps) {
      $0.write($1.path)
      $0.write($1.size)
      $0.write($1.modified)
      $0.write($1.changed)
      $0.write($1.inode)
      $0.write(Int(Int64(bitPattern: $1.digest)))
    }
    writer.write(content.messages) { $0.write($1) }
    writer.write(content.enabled) { $0.write($1) }
    writer.write(content.disabled) { $0.write($1) }
    let body = writer.finish()
    var bytes = Self.magic
    let digest = QuickDigest.of(body)
    withUnsafeBytes(of: digest.littleEndian) { bytes += $0 }
    Self.replace(path, with: bytes + body)
    return digest
  }

  /// Values of variables are kept as digests: what is secret stays so.
  private static func digest(_ name: String, _ value: String?) -> String {
    SHA256.hex(value.map { "\(name)=\($0)" } ?? "no \(name)")
  }

  /// Writes beside and renames, so that nobody ever reads half a file.
  private static func replace(_ path: String, with bytes: [UInt8]) {
    guard let slash = path.lastIndex(of: "/") else { return }
    mkdir(String(path[..<slash]), 0o755)
    let beside = "\(path).\(getpid())"
    let descriptor = open(beside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { return }
    let isWritten = bytes.withUnsafeBytes { raw in
      var place = 0
      while place < raw.count {
        let count = write(descriptor, raw.baseAddress.map { $0 + place }, raw.count - place)
        if count < 0, errno == EINTR { continue }
        if count <= 0 { return false }
        place += count
      }
      return true
    }
    close(descriptor)
    if !isWritten || rename(beside, path) != 0 { unlink(beside) }
  }
}

extension CacheWriter {
  mutating func write(_ message: ProjectMessage) {
    write(message.severity.rawValue)
    write(message.message)
    write(message.location) { $0.write($1) }
    write(message.hint)
    write(message.node?.rawValue)
  }
}

extension CacheReader {
  mutating func message() throws(Damage) -> ProjectMessage {
    guard let severity = ProjectMessage.Severity(rawValue: try text()) else { throw Damage() }
    return ProjectMessage(
      severity, try text(), at: try optional { reader throws(Damage) in try reader.location() },
      hint: try optionalText(), node: try optionalText().map { NodeID($0) })
  }
}
