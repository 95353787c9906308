import Jinja

/// The `{% docs %}` blocks of all packages.
struct DocsCatalog: Sendable {
  /// One block.
  struct Block: Sendable {
    var package: String
    var name: String
    var text: String
    /// The file's path below its package.
    var file: String
  }

  private var blocks: [String: [String: Block]] = [:]
  private var rootName = ""

  init(root: String = "") { rootName = root }

  mutating func add(_ block: Block) { blocks[block.package, default: [:]][block.name] = block }

  /// A block's text: of the package named, or of one's own, the root's, any.
  func text(_ name: String, package: String?, from own: String) -> String? {
    if let package { return blocks[package]?[name]?.text }
    return blocks[own]?[name]?.text ?? blocks[rootName]?[name]?.text
      ?? blocks.values.lazy.compactMap { $0[name]?.text }.first
  }

  /// All blocks, for artifacts.
  var all: [Block] { blocks.values.flatMap(\.values).sorted { ($0.package, $0.name) < ($1.package, $1.name) } }
}
