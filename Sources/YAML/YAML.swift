/// YAML as PyYAML's safe loader reads it: the 1.1 forms of booleans, numbers and dates, anchors, aliases and merge keys,
/// every node with the place it was written at.
public enum YAML {
  /// Reads one document from text.
  ///
  /// - Parameters:
  ///   - text: The document; an empty one is a null node.
  ///   - file: The name that errors carry; nothing is opened.
  ///   - limits: How deep and how large a document may be once its aliases are written out.
  /// - Throws: ``YAMLError`` with line and column, for the first thing that is wrong.
  public static func parse(_ text: String, file: String = "", limits: YAMLLimits = .standard) throws(YAMLError)
    -> YAMLNode
  {
    var text = text
    // `withUTF8` rethrows untyped, so the outcome travels as a value.
    let outcome: Result<YAMLNode, YAMLError> = text.withUTF8 { bytes in
      read(bytes, file: file, limits: limits)
    }
    return try outcome.get()
  }

  /// Reads one document from bytes: UTF-8, or UTF-16 with a byte order mark.
  public static func parse(_ bytes: [UInt8], file: String = "", limits: YAMLLimits = .standard) throws(YAMLError)
    -> YAMLNode
  {
    let outcome: Result<YAMLNode, YAMLError> = bytes.withUnsafeBufferPointer { read($0, file: file, limits: limits) }
    return try outcome.get()
  }

  private static func read(_ bytes: UnsafeBufferPointer<UInt8>, file: String, limits: YAMLLimits)
    -> Result<YAMLNode, YAMLError>
  {
    do throws(YAMLError) {
      let events = try EventReader(bytes, file: file)
      var composer = Composer(events: events, file: file, limits: limits)
      return .success(try composer.document())
    } catch {
      return .failure(error)
    }
  }
}

/// How much a document may unfold to: a few aliases of aliases can otherwise mean billions of nodes.
public struct YAMLLimits: Sendable {
  /// Levels of nesting.
  public var depth: Int
  /// Nodes, each alias counted as all it stands for.
  public var nodes: Int

  /// Limits of your own.
  public init(depth: Int, nodes: Int) {
    self.depth = depth
    self.nodes = nodes
  }

  /// 200 levels and two million nodes: far beyond any file a person writes.
  public static let standard = YAMLLimits(depth: 200, nodes: 2_000_000)
}
