/// One node of a document, with the place and the form it was written in.
public struct YAMLNode: Sendable {
  /// What the node holds.
  public enum Content: Sendable {
    case scalar(YAMLScalar)
    case sequence([YAMLNode])
    case mapping(YAMLMapping)
  }

  /// How the node was written.
  public enum Style: Sendable {
    case plain, singleQuoted, doubleQuoted, literal, folded
    case block, flow
  }

  /// What the node holds.
  public var content: Content
  /// The scalar as written, quotes and escapes resolved, before its type was read off it; empty for collections.
  public var text: String
  /// How it was written.
  public var style: Style
  /// Where its first character is. A node that came in through an alias keeps the place of its anchor.
  public var position: YAMLPosition
  /// Where it ends: just behind the last character.
  public var end: YAMLPosition

  /// A node put together by hand.
  public init(
    _ content: Content, text: String = "", style: Style = .plain,
    position: YAMLPosition = YAMLPosition(line: 1, column: 1), end: YAMLPosition? = nil
  ) {
    self.content = content
    self.text = text
    self.style = style
    self.position = position
    self.end = end ?? position
  }

  /// The scalar, if it is one.
  public var scalar: YAMLScalar? {
    if case .scalar(let value) = content { value } else { nil }
  }

  /// The string, if it is one (a number is none).
  public var string: String? {
    if case .scalar(.string(let value)) = content { value } else { nil }
  }

  /// The boolean, if it is one.
  public var bool: Bool? {
    if case .scalar(.bool(let value)) = content { value } else { nil }
  }

  /// The integer, if it is one that fits 64 bits.
  public var int: Int? {
    if case .scalar(.integer(let value)) = content { value } else { nil }
  }

  /// The number, whole or not.
  public var double: Double? {
    switch content {
    case .scalar(.integer(let value)): Double(value)
    case .scalar(.float(let value)): value
    default: nil
    }
  }

  /// Whether it is null (written, or left out).
  public var isNull: Bool {
    if case .scalar(.null) = content { true } else { false }
  }

  /// The members, if it is a sequence.
  public var sequence: [YAMLNode]? {
    if case .sequence(let members) = content { members } else { nil }
  }

  /// The entries, if it is a mapping.
  public var mapping: YAMLMapping? {
    if case .mapping(let entries) = content { entries } else { nil }
  }

  /// The value of a key of a mapping; nil when there is none or this is no mapping.
  public subscript(key: String) -> YAMLNode? { mapping?[key] }

  /// What it is, in words for messages: "a list", "a number".
  public var kindInWords: String {
    switch content {
    case .sequence: "a list"
    case .mapping: "a mapping"
    case .scalar(let scalar): scalar.kindInWords
    }
  }
}

/// The entries of a mapping in the order written, merge keys folded in, a key's last value kept.
public struct YAMLMapping: Sendable, Sequence {
  /// One key with its value.
  public struct Entry: Sendable {
    /// The key; any scalar.
    public var key: YAMLNode
    /// The value.
    public var value: YAMLNode
  }

  /// A key that was written twice; the later one counts, as in PyYAML.
  public struct Duplicate: Sendable {
    /// The key as written.
    public var key: String
    /// Where it stood first.
    public var first: YAMLPosition
    /// Where it stands again.
    public var second: YAMLPosition
  }

  /// The entries.
  public internal(set) var entries: [Entry]
  /// The keys written twice in this mapping.
  public internal(set) var duplicates: [Duplicate]
  /// Where string keys are, for mappings too large to walk.
  private let index: [String: Int]?

  /// A mapping of entries whose keys differ.
  public init(_ entries: [Entry], duplicates: [Duplicate] = []) {
    self.entries = entries
    self.duplicates = duplicates
    if entries.count > 24 {
      var index: [String: Int] = [:]
      for (place, entry) in entries.enumerated() where entry.key.string != nil { index[entry.key.text] = place }
      self.index = index
    } else {
      index = nil
    }
  }

  /// The value of a string key.
  public subscript(key: String) -> YAMLNode? { entry(key)?.value }

  /// The entry of a string key.
  public func entry(_ key: String) -> Entry? {
    if let index { return index[key].map { entries[$0] } }
    return entries.first { $0.key.text == key && $0.key.string != nil }
  }

  /// How many entries there are.
  public var count: Int { entries.count }

  /// Whether there are none.
  public var isEmpty: Bool { entries.isEmpty }

  public func makeIterator() -> IndexingIterator<[Entry]> { entries.makeIterator() }
}
