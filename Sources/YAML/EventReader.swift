import CYAML

/// One event of the parser, copied out of libyaml's memory.
struct Event {
  enum Kind {
    case streamStart, streamEnd, documentStart, documentEnd
    case alias(String)
    case scalar(text: String, plainImplicit: Bool)
    case sequenceStart, sequenceEnd, mappingStart, mappingEnd
  }

  var kind: Kind
  var anchor: String?
  var tag: String?
  var style: YAMLNode.Style = .plain
  var position: YAMLPosition
  var end: YAMLPosition
}

/// libyaml's pull parser over bytes that outlive it.
final class EventReader {
  // libyaml keeps pointers into the structure, so it must not move.
  private let parser: UnsafeMutablePointer<yaml_parser_t>
  private let bytes: UnsafeBufferPointer<UInt8>
  // An empty buffer may have no address, and libyaml wants one.
  private let nothing: UnsafeMutablePointer<UInt8>
  private let file: String

  /// Sets the parser on the bytes.
  init(_ bytes: UnsafeBufferPointer<UInt8>, file: String) throws(YAMLError) {
    parser = .allocate(capacity: 1)
    nothing = .allocate(capacity: 1)
    self.bytes = bytes
    self.file = file
    guard yaml_parser_initialize(parser) == 1 else {
      parser.deallocate()
      nothing.deallocate()
      throw YAMLError("not enough memory to read YAML", file: file, at: YAMLPosition(line: 1, column: 1))
    }
    yaml_parser_set_input_string(parser, bytes.baseAddress ?? UnsafePointer(nothing), bytes.count)
  }

  deinit {
    yaml_parser_delete(parser)
    parser.deallocate()
    nothing.deallocate()
  }

  /// The next event.
  func next() throws(YAMLError) -> Event {
    var event = yaml_event_t()
    guard yaml_parser_parse(parser, &event) == 1 else { throw failure() }
    defer { yaml_event_delete(&event) }
    let position = YAMLPosition(event.start_mark)
    let end = YAMLPosition(event.end_mark)
    switch event.type {
    case YAML_STREAM_START_EVENT: return Event(kind: .streamStart, position: position, end: end)
    case YAML_DOCUMENT_START_EVENT: return Event(kind: .documentStart, position: position, end: end)
    case YAML_DOCUMENT_END_EVENT: return Event(kind: .documentEnd, position: position, end: end)
    case YAML_ALIAS_EVENT:
      return Event(kind: .alias(text(event.data.alias.anchor) ?? ""), position: position, end: end)
    case YAML_SCALAR_EVENT:
      let scalar = event.data.scalar
      let value = String(decoding: UnsafeBufferPointer(start: scalar.value, count: scalar.length), as: UTF8.self)
      return Event(
        kind: .scalar(text: value, plainImplicit: scalar.plain_implicit != 0),
        anchor: text(scalar.anchor), tag: text(scalar.tag), style: .init(scalar.style), position: position, end: end)
    case YAML_SEQUENCE_START_EVENT:
      let start = event.data.sequence_start
      return Event(
        kind: .sequenceStart, anchor: text(start.anchor), tag: text(start.tag),
        style: start.style == YAML_FLOW_SEQUENCE_STYLE ? .flow : .block, position: position, end: end)
    case YAML_SEQUENCE_END_EVENT: return Event(kind: .sequenceEnd, position: position, end: end)
    case YAML_MAPPING_START_EVENT:
      let start = event.data.mapping_start
      return Event(
        kind: .mappingStart, anchor: text(start.anchor), tag: text(start.tag),
        style: start.style == YAML_FLOW_MAPPING_STYLE ? .flow : .block, position: position, end: end)
    case YAML_MAPPING_END_EVENT: return Event(kind: .mappingEnd, position: position, end: end)
    default: return Event(kind: .streamEnd, position: position, end: end)
    }
  }

  private func text(_ pointer: UnsafeMutablePointer<UInt8>?) -> String? {
    pointer.map { String(cString: $0) }
  }

  /// libyaml's complaint as an error of ours.
  private func failure() -> YAMLError {
    let problem = parser.pointee.problem.map { String(cString: $0) } ?? "the document cannot be read"
    if parser.pointee.error == YAML_READER_ERROR {
      return YAMLError(
        problem, advice: "save the file as UTF-8 text", file: file, at: position(ofByte: parser.pointee.problem_offset))
    }
    let mark = YAMLPosition(parser.pointee.problem_mark)
    let context = parser.pointee.context.map { String(cString: $0) }
    var message = problem
    if let context {
      message += " \(context)"
      let start = YAMLPosition(parser.pointee.context_mark)
      if start.line < mark.line { message += " that starts on line \(start.line)" }
    }
    return YAMLError(message, advice: advice(for: problem, at: parser.pointee.problem_mark), file: file, at: mark)
  }

  /// Where a byte is, for errors found before libyaml counts lines.
  private func position(ofByte offset: Int) -> YAMLPosition {
    var position = YAMLPosition(line: 1, column: 1)
    for byte in bytes.prefix(offset) {
      if byte == UInt8(ascii: "\n") {
        position = YAMLPosition(line: position.line + 1, column: 1)
      } else if byte & 0xC0 != 0x80 {
        position.column += 1
      }
    }
    return position
  }
}

extension YAMLPosition {
  fileprivate init(_ mark: yaml_mark_t) {
    self.init(line: Int(mark.line) + 1, column: Int(mark.column) + 1)
  }
}

extension YAMLNode.Style {
  fileprivate init(_ style: yaml_scalar_style_t) {
    switch style {
    case YAML_SINGLE_QUOTED_SCALAR_STYLE: self = .singleQuoted
    case YAML_DOUBLE_QUOTED_SCALAR_STYLE: self = .doubleQuoted
    case YAML_LITERAL_SCALAR_STYLE: self = .literal
    case YAML_FOLDED_SCALAR_STYLE: self = .folded
    default: self = .plain
    }
  }
}

extension EventReader {
  /// What usually lies behind a complaint of the parser.
  private func advice(for problem: String, at mark: yaml_mark_t) -> String? {
    let line = line(Int(mark.line))
    if problem.contains("cannot start any token") {
      if line.contains("\t") { return "indent with spaces; a tab stands here" }
      return "put the value in quotes"
    }
    if problem.contains("tab character") { return "indent with spaces; a tab stands here" }
    if problem.contains("mapping values are not allowed") {
      return "a value with ': ' in it needs quotes; otherwise check the indentation"
    }
    if problem.contains("could not find expected ':'") { return "every entry needs the form 'key: value'" }
    if line.contains("{{") { return "put a value that starts with {{ in quotes" }
    if problem.contains("undefined alias") { return "define the anchor with & before it is used" }
    if problem.contains("unexpected end of stream") { return "close the quote or bracket" }
    if problem.contains("did not find expected") { return "check the indentation against the lines above" }
    return nil
  }

  /// The text of a line, counted from 0.
  private func line(_ wanted: Int) -> String {
    var rest = bytes[...]
    for _ in 0..<max(0, wanted) {
      guard let feed = rest.firstIndex(of: UInt8(ascii: "\n")) else { return "" }
      rest = rest[(feed + 1)...]
    }
    return String(decoding: rest.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
  }
}
