import Glibc
import Synchronization

/// The pages of a file under construction: hands out page numbers and writes whole pages. Safe to share by threads.
final class PageStore: Sendable {
  let pageSize: Int
  let path: String
  private let descriptor: Int32
  private let allocation: Mutex<Allocation>
  /// The page that holds SQLite's lock bytes (at 1 GiB) is never used.
  private let lockPage: UInt32

  init(path: String, pageSize: Int) throws(TableFileError) {
    self.path = path
    self.pageSize = pageSize
    descriptor = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    if descriptor < 0 { throw TableFileError(path: path, operation: "create", code: errno) }
    allocation = Mutex(Allocation())
    lockPage = UInt32(0x4000_0000 / pageSize) + 1
  }

  deinit { close(descriptor) }

  private struct Allocation {
    var next: UInt32 = 2
    /// Pages left out so that a run would not cross the lock page.
    var skipped: [UInt32] = []
  }

  /// A run of `count` page numbers, none of them the lock page.
  func allocate(_ count: Int) -> UInt32 {
    allocation.withLock { allocation in
      let count = UInt32(count)
      if allocation.next <= lockPage, allocation.next + count > lockPage {
        allocation.skipped.append(contentsOf: allocation.next..<lockPage)
        allocation.next = lockPage + 1
      }
      let first = allocation.next
      allocation.next += count
      return first
    }
  }

  /// Pages in the file once everything handed out is written.
  var pageCount: UInt32 { allocation.withLock { $0.next - 1 } }

  /// Pages that were never handed out, for the file's free list.
  var skippedPages: [UInt32] { allocation.withLock(\.skipped) }

  func write(_ bytes: UnsafeRawBufferPointer, atPage page: UInt32) throws(TableFileError) {
    var offset = off_t(page - 1) * off_t(pageSize)
    var rest = bytes
    while let base = rest.baseAddress, !rest.isEmpty {
      let count = pwrite(descriptor, base, rest.count, offset)
      if count < 0 {
        if errno == EINTR { continue }
        throw TableFileError(path: path, operation: "write", code: errno)
      }
      offset += off_t(count)
      rest = UnsafeRawBufferPointer(rebasing: rest[count...])
    }
  }

  /// Makes the file as long as its page count says, so that skipped and unused pages exist.
  func finishLength() throws(TableFileError) {
    if ftruncate(descriptor, off_t(pageCount) * off_t(pageSize)) != 0 {
      throw TableFileError(path: path, operation: "extend", code: errno)
    }
  }
}

/// Writing a table file failed: which file, doing what, and the system's error number.
public struct TableFileError: Error, Sendable, CustomStringConvertible {
  public let path: String
  public let operation: String
  /// An `errno` value, such as `ENOSPC`.
  public let code: Int32

  public var description: String { "cannot \(operation) \(path): \(String(cString: strerror(code)))" }
}
