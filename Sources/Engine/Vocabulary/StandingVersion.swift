/// How a step says that what it made is what was published before: that version stands.
package enum StandingVersion {
  private static let (before, after) = ("; as v", ", which stands")

  /// `forced; as v3, which stands`.
  static func reason(_ cause: String, _ version: VersionRecord) -> String { cause + before + "\(version.id)" + after }

  /// The number of the version that stands, when a step's reason says that one does.
  package static func number(in reason: String?) -> Int64? {
    guard let reason, reason.hasSuffix(after) else { return nil }
    let number = reason.dropLast(after.count).reversed().prefix { $0.isNumber }.reversed()
    return Int64(String(number))
  }
}
