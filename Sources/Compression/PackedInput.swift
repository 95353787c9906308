/// The packed bytes a decoder has at hand, refilled from the file.
struct PackedInput {
  let file: PlainFileReader
  private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 128 << 10, alignment: 64)
  private(set) var available = 0
  private(set) var position = 0
  private(set) var isAtEnd = false

  init(_ file: PlainFileReader) {
    self.file = file
  }

  /// The bytes not yet consumed.
  var unread: UnsafeMutableRawBufferPointer {
    UnsafeMutableRawBufferPointer(rebasing: buffer[position..<available])
  }

  /// How many bytes of the file were consumed.
  var offset: Int { file.fileBytesRead - (available - position) }

  /// Reads on when everything at hand is consumed.
  mutating func refill() throws(FileReadError) {
    guard position == available, !isAtEnd else { return }
    position = 0
    available = try file.read(into: buffer)
    isAtEnd = available == 0
  }

  mutating func consume(_ count: Int) {
    position += count
  }

  func deallocate() {
    buffer.deallocate()
  }

  func fault(_ kind: FileReadError.Kind, _ detail: String) -> FileReadError {
    FileReadError(kind: kind, path: file.path, offset: offset, detail: detail)
  }
}
