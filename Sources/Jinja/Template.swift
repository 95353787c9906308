/// A parsed template. It can be rendered any number of times, on several threads at once.
public struct Template: Sendable {
  let tree: TemplateTree
  /// The text as it was given.
  public let source: String

  /// The name messages use, usually the file's path.
  public var name: String { tree.text.name }

  /// Parses `source`.
  public init(parsing source: String, name: String, syntax: Syntax = .standard) throws(JinjaError) {
    tree = try TemplateTree(parsing: source, name: name, syntax: syntax)
    self.source = source
  }

  /// The macros defined at the top level, in order.
  public var macros: [MacroDefinition] {
    tree.body.compactMap { ($0 as? MacroStatement).map { MacroDefinition(node: $0.node, tree: tree) } }
  }

  /// The host's blocks at the top level, in order.
  public var blocks: [CustomBlock] {
    tree.body.compactMap { ($0 as? CustomBlockStatement).map { CustomBlock(node: $0.block, tree: tree) } }
  }
}

/// What parsing a template gives.
final class TemplateTree: Sendable {
  let text: TemplateText
  let body: [any Statement]

  init(text: TemplateText, body: [any Statement]) {
    self.text = text
    self.body = body
  }

  init(parsing source: String, name: String, syntax: Syntax) throws(JinjaError) {
    let bytes = Lexer.normalized(source, keepTrailingNewline: syntax.keepTrailingNewline)
    do throws(SyntaxFailure) {
      var lexer = Lexer(bytes: bytes, syntax: syntax)
      var parser = Parser(bytes: bytes, tokens: try lexer.tokenize(), syntax: syntax)
      body = try parser.parseTemplate()
      text = TemplateText(name: name, bytes: bytes, symbols: parser.symbols)
    } catch {
      throw JinjaError(error, name: name, bytes: bytes)
    }
  }

  /// The statements that set names at the top level, which the template's macros see.
  var assignments: [any Statement] {
    body.filter { $0 is SetStatement || $0 is SetBlockStatement || $0 is DoStatement }
  }
}

extension JinjaError {
  init(_ failure: SyntaxFailure, name: String, bytes: [UInt8]) {
    let place = TemplateText.lineAndColumn(of: failure.offset, in: bytes)
    self.init(.syntax, failure.message, template: name, line: place.line, column: place.column)
  }
}

/// An expression parsed on its own.
struct ParsedExpression {
  let expression: any Expression
  let text: TemplateText

  init(_ source: String, name: String) throws(JinjaError) {
    let bytes = Lexer.normalized(source, keepTrailingNewline: true)
    do throws(SyntaxFailure) {
      var lexer = Lexer(bytes: bytes, syntax: .standard)
      var parser = Parser(bytes: bytes, tokens: try lexer.tokenizeExpression(), syntax: .standard)
      expression = try parser.parseWholeExpression()
      text = TemplateText(name: name, bytes: bytes, symbols: parser.symbols)
    } catch {
      throw JinjaError(error, name: name, bytes: bytes)
    }
  }
}
