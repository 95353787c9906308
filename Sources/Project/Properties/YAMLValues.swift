import Jinja
import YAML

/// Reads values of YAML files, the Jinja in their strings rendered.
struct YAMLValues: Sendable {
  let state: ProjectState
  let log: MessageLog

  /// A node's value. Text without Jinja is taken as it is.
  func value(_ node: YAMLNode, file: String, package: String) -> ConfigValue {
    guard node.holdsJinja else { return ConfigValue(node) }
    let context = NodeContext(state: state, node: nil, package: package, phase: .parsing)
    return render(node, file: file, in: context)
  }

  private func render(_ node: YAMLNode, file: String, in context: NodeContext) -> ConfigValue {
    switch node.content {
    case .sequence(let members): return .list(members.map { render($0, file: file, in: context) })
    case .mapping(let mapping):
      return .map(mapping.map { ConfigEntry(keyText($0.key), render($0.value, file: file, in: context)) })
    case .scalar(.string(let text)) where text.holdsJinja:
      do throws(JinjaError) {
        return ConfigValue(try state.rendering.value(of: text, name: file, in: context))
      } catch {
        var message = ProjectMessage(error)
        message.location = SourceLocation(node, file: file)
        log.add(message)
        return .string(text)
      }
    case .scalar(let scalar): return ConfigValue(scalar)
    }
  }
}

extension YAMLNode {
  /// Whether any string in the node holds Jinja.
  var holdsJinja: Bool {
    switch content {
    case .scalar(.string(let text)): text.holdsJinja
    case .scalar: false
    case .sequence(let members): members.contains { $0.holdsJinja }
    case .mapping(let mapping): mapping.contains { $0.value.holdsJinja }
    }
  }
}

extension String {
  /// Whether the text holds an opening of Jinja.
  var holdsJinja: Bool {
    var previous: UInt8 = 0
    for byte in utf8 {
      if previous == UInt8(ascii: "{"),
        byte == UInt8(ascii: "{") || byte == UInt8(ascii: "%") || byte == UInt8(ascii: "#")
      {
        return true
      }
      previous = byte
    }
    return false
  }
}
