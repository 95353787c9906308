import CCompression

/// Packs bytes in one piece: one gzip member or zstd frame. Several pieces one after another make a valid file.
///
/// - Parameter level: 1 (fast) to 9 (small); nil for the format's default.
/// - Returns: nil when memory runs out.
public func pack(_ bytes: [UInt8], as format: CompressionFormat, level: Int? = nil) -> [UInt8]? {
  switch format {
  case .none: bytes
  case .gzip: packGzip(bytes, level: Int32(clamping: level ?? 6))
  case .zstd: packZstd(bytes, level: Int32(clamping: level ?? 3))
  }
}

private func packGzip(_ bytes: [UInt8], level: Int32) -> [UInt8]? {
  var input = bytes
  var stream = z_stream()
  guard sluice_deflate_init_gzip(&stream, level) == Z_OK else { return nil }
  defer { deflateEnd(&stream) }
  let bound = Int(deflateBound(&stream, UInt(bytes.count)))
  var packed = [UInt8](repeating: 0, count: bound)
  // The bound holds for one call of deflate: what is packed always fits.
  let code = input.withUnsafeMutableBufferPointer { source in
    packed.withUnsafeMutableBufferPointer { target in
      stream.next_in = source.baseAddress
      stream.avail_in = UInt32(clamping: source.count)
      stream.next_out = target.baseAddress
      stream.avail_out = UInt32(clamping: target.count)
      return deflate(&stream, Z_FINISH)
    }
  }
  guard code == Z_STREAM_END, bytes.count <= Int(UInt32.max) else { return nil }
  packed.removeLast(bound - Int(stream.total_out))
  return packed
}

private func packZstd(_ bytes: [UInt8], level: Int32) -> [UInt8]? {
  let bound = ZSTD_compressBound(bytes.count)
  var packed = [UInt8](repeating: 0, count: bound)
  let size = ZSTD_compress(&packed, bound, bytes, bytes.count, level)
  guard ZSTD_isError(size) == 0 else { return nil }
  packed.removeLast(bound - size)
  return packed
}
