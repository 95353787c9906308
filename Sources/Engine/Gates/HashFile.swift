import Glibc

/// Hashes that did not fit into memory, in a file without a name: gone with the process, whatever happens.
final class HashFile {
  private let descriptor: Int32
  private let path: String
  private var size: Int64 = 0
  /// Where each partition's hashes lie: first byte, and how many.
  private var extents: [[(offset: Int64, count: Int)]]

  init(directory: String, partitions: Int) throws {
    let template = "\(directory)/hashes-XXXXXX"
    var bytes = Array(template.utf8CString)
    descriptor = mkstemp(&bytes)
    path = template
    extents = Array(repeating: [], count: partitions)
    if descriptor < 0 {
      throw WarehouseError("cannot make a file in \(directory): \(String(cString: strerror(errno)))")
    }
    unlink(bytes)
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  /// How many hashes of a partition are here.
  func count(_ partition: Int) -> Int { extents[partition].reduce(0) { $0 + $1.count } }

  /// Writes every partition's hashes.
  func append(_ partitions: [[UInt64]]) throws {
    for (partition, hashes) in partitions.enumerated() where !hashes.isEmpty {
      try hashes.withUnsafeBytes { bytes in
        var done = 0
        while done < bytes.count {
          let count = pwrite(
            descriptor, bytes.baseAddress.map { $0 + done }, bytes.count - done, off_t(size) + off_t(done))
          if count < 0, errno == EINTR { continue }
          guard count > 0 else { throw failure("write") }
          done += count
        }
      }
      extents[partition].append((size, hashes.count))
      size += Int64(hashes.count * 8)
    }
  }

  /// The hashes of a partition. Any thread may ask once all are written.
  func hashes(_ partition: Int) throws -> [UInt64] {
    var result = [UInt64](repeating: 0, count: count(partition))
    var first = 0
    for extent in extents[partition] {
      try result.withUnsafeMutableBytes { bytes in
        var done = 0
        while done < extent.count * 8 {
          let count = pread(
            descriptor, bytes.baseAddress.map { $0 + first * 8 + done }, extent.count * 8 - done,
            off_t(extent.offset) + off_t(done))
          if count < 0, errno == EINTR { continue }
          guard count > 0 else { throw failure("read") }
          done += count
        }
      }
      first += extent.count
    }
    return result
  }

  private func failure(_ operation: String) -> WarehouseError {
    WarehouseError("cannot \(operation) \(path): \(String(cString: strerror(errno)))")
  }
}
