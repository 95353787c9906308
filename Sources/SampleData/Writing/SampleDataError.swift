import Glibc

/// A file of sample data could not be written.
package struct SampleDataError: Error, Sendable, CustomStringConvertible {
  package let path: String
  /// An `errno` value.
  package let code: Int32

  package var description: String {
    let reason = strerror(code).map { String(cString: $0) } ?? "error \(code)"
    return "\(path) cannot be written: \(reason)"
  }
}
