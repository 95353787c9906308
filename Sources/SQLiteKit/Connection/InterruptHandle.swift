import CSQLite
import Synchronization

/// Stops a connection's running statements from any thread, also when the connection is already closed.
///
/// `sqlite3_interrupt` may be called from other threads, but not on a closed connection: the lock holds
/// the close back while an interrupt is under way, and forgets the connection before it goes.
public final class InterruptHandle: Sendable {
  private let database = Mutex<UInt?>(nil)

  init() {}

  /// Makes every statement now running on the connection fail with ``ResultCode/interrupted``.
  ///
  /// Statements started later are not affected.
  public func interrupt() {
    database.withLock { address in
      guard let address, let pointer = OpaquePointer(bitPattern: address) else { return }
      sqlite3_interrupt(pointer)
    }
  }

  func attach(_ pointer: OpaquePointer) {
    let address = UInt(bitPattern: pointer)
    database.withLock { $0 = address }
  }

  func detach() {
    database.withLock { $0 = nil }
  }
}
