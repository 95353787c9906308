/// A file's bytes, unpacked, from front to back. One owner; not for several threads at once.
public protocol ByteReader: AnyObject {
  /// Reads up to `buffer.count` bytes; 0 only at the end of the file.
  func read(into buffer: UnsafeMutableRawBufferPointer) throws(FileReadError) -> Int
  /// How many bytes of the file itself were read so far: what progress is counted in.
  var fileBytesRead: Int { get }
}

extension ByteReader {
  /// Fills `buffer` as far as the file goes. A count below `buffer.count` means the end.
  public func fill(_ buffer: UnsafeMutableRawBufferPointer) throws(FileReadError) -> Int {
    var filled = 0
    while filled < buffer.count {
      let count = try read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[filled...]))
      if count == 0 { break }
      filled += count
    }
    return filled
  }
}

/// Opens a file for reading, unpacking it on the way.
///
/// - Parameter compression: nil to go by the file's first bytes (its name may lie).
public func openByteReader(
  _ path: String, compression: CompressionFormat? = nil
) throws(FileReadError) -> any ByteReader {
  let file = try PlainFileReader(path)
  let format = if let compression { compression } else { try file.sniff() }
  switch format {
  case .none: return file
  case .gzip: return try GzipReader(file)
  case .zstd: return try ZstdReader(file)
  }
}
