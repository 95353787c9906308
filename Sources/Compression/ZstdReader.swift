import CCompression

/// Unpacks zstd, frame after frame.
public final class ZstdReader: ByteReader {
  private var input: PackedInput
  private let context: OpaquePointer
  /// Whether a frame is begun and not complete; bytes may also be left inside the decoder.
  private var isWithinFrame = false

  /// How many packed bytes were read so far.
  public var fileBytesRead: Int { input.file.fileBytesRead }

  init(_ file: PlainFileReader) throws(FileReadError) {
    input = PackedInput(file)
    guard let context = ZSTD_createDCtx() else { throw input.fault(.corrupt, "zstd: out of memory") }
    self.context = context
    // Long-distance windows (`zstd --long=31`) need more than the default 128 MiB; 2^27 keeps memory bounded.
    ZSTD_DCtx_setParameter(context, ZSTD_d_windowLogMax, 27)
  }

  deinit {
    ZSTD_freeDCtx(context)
    input.deallocate()
  }

  /// Unpacks up to `buffer.count` bytes.
  public func read(into buffer: UnsafeMutableRawBufferPointer) throws(FileReadError) -> Int {
    guard !buffer.isEmpty else { return 0 }
    var output = ZSTD_outBuffer(dst: buffer.baseAddress, size: buffer.count, pos: 0)
    while output.pos == 0 {
      try input.refill()
      if input.isAtEnd, !isWithinFrame { return 0 }
      let unread = input.unread
      var packed = ZSTD_inBuffer(src: unread.baseAddress, size: unread.count, pos: 0)
      // The result is 0 when a frame is complete and flushed, else a hint how much more it wants.
      let hint = ZSTD_decompressStream(context, &output, &packed)
      input.consume(packed.pos)
      if ZSTD_isError(hint) != 0 {
        throw input.fault(.corrupt, "zstd: \(String(cString: ZSTD_getErrorName(hint)))")
      }
      isWithinFrame = hint != 0
      if input.isAtEnd, isWithinFrame, output.pos == 0 {
        throw input.fault(.truncated, "zstd: the file ends within its data")
      }
    }
    return output.pos
  }
}
