/// Why no full screen can be shown on this terminal, and what to do instead.
package struct TerminalProblem: Error, CustomStringConvertible {
  package let reason: String
  package let advice: String

  package var description: String { "\(reason); \(advice)" }
}
