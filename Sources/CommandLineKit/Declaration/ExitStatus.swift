/// How a command ended, as the shell sees it.
package struct ExitStatus: Sendable, Equatable {
  package let code: Int32

  package init(_ code: Int32) { self.code = code }

  /// All done; warnings included.
  package static let success = ExitStatus(0)
  /// A node failed or a gate held.
  package static let failure = ExitStatus(1)
  /// The command line or the project is wrong.
  package static let usage = ExitStatus(2)
  /// Stopped on request.
  package static let cancelled = ExitStatus(130)
}
