/// Leads from a place in rendered text back to the template.
public struct SourceMap: Sendable {
  struct Entry: Sendable {
    /// The output's UTF-8 offset from which this entry holds.
    var output: Int
    var source: SourcePosition
    /// Whether the text is the template's own, so that offsets go on in step; otherwise all of it came from one
    /// expression.
    var isVerbatim: Bool
  }

  /// A place in a template.
  public struct Location: Sendable, Equatable {
    public var template: String
    /// 1-based.
    public var line: Int
    /// 1-based, in Unicode scalars.
    public var column: Int
    /// Whether the text at this place is the template's own text; otherwise the expression here wrote it.
    public var isVerbatim: Bool
  }

  let text: TemplateText
  let entries: [Entry]

  /// Where the byte at `offset` of the output came from; nil for empty output.
  public func location(ofUTF8Offset offset: Int) -> Location? {
    var low = 0
    var high = entries.count
    while low < high {
      let middle = (low + high) / 2
      if entries[middle].output <= offset { low = middle + 1 } else { high = middle }
    }
    guard low > 0 else { return nil }
    let entry = entries[low - 1]
    let position = Int(entry.source.offset) + (entry.isVerbatim ? offset - entry.output : 0)
    let place = text.lineAndColumn(of: SourcePosition(position))
    return Location(template: text.name, line: place.line, column: place.column, isVerbatim: entry.isVerbatim)
  }
}

/// The result of rendering a template.
public struct Rendered: Sendable {
  public var text: String
  public var sourceMap: SourceMap
}
