/// How the bytes of a file are packed.
public enum CompressionFormat: String, Sendable, CaseIterable {
  /// As they are.
  case none
  /// gzip (RFC 1952), one member or several one after another.
  case gzip
  /// zstd (RFC 8878), one frame or several one after another.
  case zstd

  /// What the first bytes of a file say; four bytes are enough.
  public init(magic bytes: some Sequence<UInt8>) {
    let head = Array(bytes.prefix(4))
    if head.starts(with: [0x1F, 0x8B]) {
      self = .gzip
    } else if head == [0x28, 0xB5, 0x2F, 0xFD] {
      self = .zstd
    } else if head.count == 4, head[0] & 0xF0 == 0x50, Array(head[1...]) == [0x2A, 0x4D, 0x18] {
      // A skippable frame, which some writers put first.
      self = .zstd
    } else {
      self = .none
    }
  }

  /// The file name's extension, without the dot, that stands for the format; nil for none.
  public var fileExtension: String? {
    switch self {
    case .none: nil
    case .gzip: "gz"
    case .zstd: "zst"
    }
  }
}
