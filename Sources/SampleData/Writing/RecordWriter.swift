import Glibc

/// Writes text records to a file through a large buffer, without making strings of them.
///
/// After an error nothing more is written, and `close()` throws it.
struct RecordWriter: ~Copyable {
  private let descriptor: Int32
  private let buffer: UnsafeMutableBufferPointer<UInt8>
  private var used = 0
  private var failure: Int32 = 0
  private let path: String
  /// Bytes written so far.
  private(set) var bytes: Int64 = 0

  /// The most that is written between two calls of `reserve`.
  private static let longestRecord = 1 << 14

  init(path: String) throws(SampleDataError) {
    descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    if descriptor < 0 { throw SampleDataError(path: path, code: errno) }
    self.path = path
    buffer = .allocate(capacity: 1 << 18)
  }

  deinit {
    buffer.deallocate()
    if descriptor >= 0 { Glibc.close(descriptor) }
  }

  /// Makes room for one more record.
  mutating func reserve() {
    if used + Self.longestRecord > buffer.count { flush() }
  }

  mutating func write(_ text: StaticString) {
    text.withUTF8Buffer { write($0) }
  }

  mutating func write(_ text: UnsafeBufferPointer<UInt8>) {
    guard let source = text.baseAddress, let base = buffer.baseAddress, used + text.count <= buffer.count else {
      return
    }
    (base + used).update(from: source, count: text.count)
    used += text.count
  }

  mutating func write(byte: UInt8) {
    guard used < buffer.count else { return }
    buffer[used] = byte
    used += 1
  }

  /// A whole number, filled up with zeros to `width` digits.
  mutating func write(number: Int, width: Int = 1) {
    var digits = 1
    var bound = 10
    while bound <= number, digits < 18 {
      digits += 1
      bound *= 10
    }
    let length = max(digits, width)
    guard used + length <= buffer.count else { return }
    var rest = number
    var place = used + length
    while place > used {
      place -= 1
      buffer[place] = UInt8(truncatingIfNeeded: 48 + rest % 10)
      rest /= 10
    }
    used += length
  }

  /// Takes back what was written after a mark of `position`, to leave a record unfinished.
  mutating func shorten(to position: Int) {
    if position < used { used = position }
  }

  /// Where in the buffer the next byte goes; valid until the next `reserve`.
  var position: Int { used }

  private mutating func flush() {
    var start = 0
    while start < used, failure == 0 {
      let count = Glibc.write(descriptor, buffer.baseAddress.map { $0 + start }, used - start)
      if count > 0 {
        start += count
      } else if errno != EINTR {
        failure = errno
      }
    }
    bytes += Int64(start)
    used = 0
  }

  /// Writes what is left; the file is closed with the writer.
  mutating func finish() throws(SampleDataError) {
    flush()
    if failure != 0 { throw SampleDataError(path: path, code: failure) }
  }
}
