/// One reader that must stand any bytes: it gives a result or an error with a place, never a crash, a hang or a lie.
protocol FuzzTarget: Sendable {
  var name: String { get }
  /// Words of the language.
  var words: [String] { get }
  /// Inputs to start from.
  var seeds: [[UInt8]] { get }

  /// - Returns: What is wrong with what came of the input; nil when nothing is.
  func fault(_ input: [UInt8]) -> String?
}

/// Every reader; a new one is one file and one line.
enum FuzzTargets {
  static let all: [any FuzzTarget] = [CSVFuzz(), JSONFuzz(), YAMLFuzz(), JinjaFuzz(), SQLFuzz()]
}
