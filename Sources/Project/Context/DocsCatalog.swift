import Jinja

/// The `{% docs %}` blocks of all packages.
struct DocsCatalog: Sendable {
  private var blocks: [String: [String: String]] = [:]
  private var rootName = ""

  init(root: String = "") { rootName = root }

  mutating func add(_ name: String, _ text: String, package: String) {
    blocks[package, default: [:]][name] = text
  }

  /// A block's text: of the package named, or of one's own, the root's, any.
  func text(_ name: String, package: String?, from own: String) -> String? {
    if let package { return blocks[package]?[name] }
    return blocks[own]?[name] ?? blocks[rootName]?[name] ?? blocks.values.lazy.compactMap { $0[name] }.first
  }

  /// All blocks, for artifacts.
  var all: [(package: String, name: String, text: String)] {
    blocks.flatMap { package, texts in texts.map { (package, $0.key, $0.value) } }.sorted {
      ($0.0, $0.1) < ($1.0, $1.1)
    }
  }
}
