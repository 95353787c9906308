import Project

/// What a step's result depends on: equal fingerprints mean equal work.
package struct StepFingerprint: Sendable, Hashable {
  /// The digest of code and configuration.
  package var code: String
  /// Inputs with their states, in a fixed order.
  package var inputs: [VersionInput]

  package init(code: String, inputs: [VersionInput]) {
    self.code = code
    self.inputs = inputs.sorted { ($0.name, $0.state) < ($1.name, $1.state) }
  }

  /// Code and inputs as one short text.
  package var digest: String {
    var first: UInt64 = 0xcbf2_9ce4_8422_2325
    var second: UInt64 = 0x9ae1_6a3b_2f90_404f
    // FNV-1a twice, from different starts: 128 bits against accidents, not against attackers.
    for byte in (code + "\n" + VersionInputs.encode(inputs)).utf8 {
      first = (first ^ UInt64(byte)) &* 0x100_0000_01b3
      second = (second ^ UInt64(byte)) &* 0x100_0000_01b3
      second = second &+ (first >> 32)
    }
    return hexadecimal(first) + hexadecimal(second)
  }

  /// What differs from a version made earlier, in words; nil when nothing does.
  package func difference(from earlier: LoggedVersion) -> String? {
    if earlier.code != code { return "its SQL or configuration changed" }
    let before = Dictionary(earlier.inputs.map { ($0.name, $0.state) }, uniquingKeysWith: { first, _ in first })
    for input in inputs {
      guard let state = before[input.name] else { return "new input \(input.name) \(input.state)" }
      if state != input.state { return "\(input.name) changed: \(state) → \(input.state)" }
    }
    let now = Set(inputs.map(\.name))
    if let gone = earlier.inputs.first(where: { !now.contains($0.name) }) { return "\(gone.name) is no input any more" }
    return nil
  }
}

private func hexadecimal(_ number: UInt64) -> String {
  let digits = String(number, radix: 16)
  return String(repeating: "0", count: 16 - digits.count) + digits
}
