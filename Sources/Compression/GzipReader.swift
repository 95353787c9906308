import CCompression

/// Unpacks gzip, member after member.
public final class GzipReader: ByteReader {
  private var input: PackedInput
  private let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
  /// Between members: whether the next byte, if there is one, starts another.
  private var isBetweenMembers = true

  /// How many packed bytes were read so far.
  public var fileBytesRead: Int { input.file.fileBytesRead }

  init(_ file: PlainFileReader) throws(FileReadError) {
    input = PackedInput(file)
    stream.initialize(to: z_stream())
    guard sluice_inflate_init_any(stream) == Z_OK else { throw input.fault(.corrupt, "gzip: out of memory") }
  }

  deinit {
    inflateEnd(stream)
    stream.deinitialize(count: 1)
    stream.deallocate()
    input.deallocate()
  }

  /// Unpacks up to `buffer.count` bytes.
  public func read(into buffer: UnsafeMutableRawBufferPointer) throws(FileReadError) -> Int {
    guard let target = buffer.baseAddress, !buffer.isEmpty else { return 0 }
    let room = Int(UInt32(clamping: buffer.count))
    stream.pointee.next_out = target.assumingMemoryBound(to: UInt8.self)
    stream.pointee.avail_out = UInt32(room)
    while stream.pointee.avail_out == UInt32(room) {
      try input.refill()
      if input.isAtEnd {
        if isBetweenMembers { return 0 }
        throw input.fault(.truncated, "gzip: the file ends within its data")
      }
      if isBetweenMembers, try skipPadding() { return 0 }
      isBetweenMembers = false
      let unread = input.unread
      stream.pointee.next_in = unread.baseAddress?.assumingMemoryBound(to: UInt8.self)
      stream.pointee.avail_in = UInt32(unread.count)
      let code = inflate(stream, Z_NO_FLUSH)
      input.consume(unread.count - Int(stream.pointee.avail_in))
      switch code {
      case Z_STREAM_END:
        isBetweenMembers = true
        inflateReset(stream)
      case Z_OK: break
      default:
        let detail = stream.pointee.msg.map { String(cString: $0) } ?? "damaged data"
        throw input.fault(.corrupt, "gzip: \(detail)")
      }
    }
    return room - Int(stream.pointee.avail_out)
  }

  /// Zeros behind the last member are padding, as gzip itself takes them; whether the file ends with them.
  private func skipPadding() throws(FileReadError) -> Bool {
    while let first = input.unread.first, first == 0, input.offset > 0 {
      input.consume(1)
      try input.refill()
    }
    return input.isAtEnd
  }
}
