extension ConfigValue {
  /// Why a text is no JSON, and where.
  public struct JSONError: Error, CustomStringConvertible {
    public var message: String
    /// UTF-8 bytes from the beginning.
    public var offset: Int

    public var description: String { "byte \(offset): \(message)" }
  }

  /// Reads JSON text.
  public init(json text: String) throws(JSONError) {
    do throws(JSONText.Failure) {
      self = try JSONText.parse(text)
    } catch {
      throw JSONError(message: error.message, offset: error.offset)
    }
  }

  /// The value as JSON text, on one line without blanks, or indented.
  public func json(indent: Int? = nil) -> String {
    indent.map { JSONText.write(self, indent: $0, ascii: false) } ?? JSONText.compact(self)
  }

  /// The value with the keys of all maps in order, so that equal settings are equal values.
  public var sortedByKey: ConfigValue {
    switch self {
    case .map(let entries): .map(entries.map { ConfigEntry($0.key, $0.value.sortedByKey) }.sorted { $0.key < $1.key })
    case .list(let members): .list(members.map(\.sortedByKey))
    default: self
    }
  }
}
