import Jinja

/// Makes drafts of the nodes that are SQL files.
struct SQLNodeReader: Sendable {
  let state: ProjectState
  let log: MessageLog

  /// A draft of a file that holds one node.
  func draft(_ text: PackageFiles.Text, type: ResourceType, package: String) -> Draft {
    let name = text.file.stem
    let folders = text.file.folders
    let isAnalysis = type == .analysis
    var node = Node(
      id: NodeID("\(type.rawValue).\(package).\(name)"), resourceType: type, name: name, package: package,
      fqn: [package] + (isAnalysis ? ["analysis"] : []) + folders + [name],
      location: SourceLocation(file: text.shownPath), rawCode: text.text)
    node.details.path = (isAnalysis ? "analysis/" : "") + text.file.pathBelowRoot
    node.details.checksum = SHA256.hex(trimmedCode(text.text))
    var draft = Draft(node: node)
    parse(&draft, text.text, name: text.shownPath)
    return draft
  }

  /// Drafts of the `{% snapshot %}` blocks of a file.
  func snapshots(_ text: PackageFiles.Text, package: String) -> [Draft] {
    let template: Template
    do throws(JinjaError) {
      template = try Template(parsing: text.text, name: text.shownPath, syntax: MacroFiles.syntax)
    } catch {
      log.add(ProjectMessage(error))
      return []
    }
    return template.blocks.filter { $0.keyword == "snapshot" }.map { block in
      var node = Node(
        id: NodeID("snapshot.\(package).\(block.name)"), resourceType: .snapshot, name: block.name, package: package,
        fqn: [package] + text.file.folders + [text.file.stem, block.name],
        location: SourceLocation(file: text.shownPath, line: block.line), rawCode: block.bodySource)
      node.details.path = text.file.pathBelowRoot
      node.details.checksum = SHA256.hex(trimmedCode(text.text))
      var draft = Draft(node: node, template: block.template)
      render(&draft)
      return draft
    }
  }

  private func parse(_ draft: inout Draft, _ text: String, name: String) {
    do throws(JinjaError) {
      draft.template = try Template(parsing: text, name: name, syntax: MacroFiles.syntax)
    } catch {
      log.add(ProjectMessage(error, node: draft.node.id))
      return
    }
    render(&draft)
  }

  /// Renders a draft's template as dbt does while it reads a project, to learn references and configuration.
  func render(_ draft: inout Draft) {
    guard let template = draft.template else { return }
    let context = NodeContext(state: state, node: draft.node, package: draft.node.package, phase: .parsing)
    do throws(JinjaError) {
      _ = try state.rendering.render(template, in: context)
    } catch {
      log.add(ProjectMessage(error, node: draft.node.id))
    }
    take(context.record, into: &draft)
  }

  /// Takes what a rendering met into the draft.
  func take(_ record: RenderRecord, into draft: inout Draft) {
    draft.inFile += record.config
    for call in record.refs where !draft.node.details.refs.contains(call) { draft.node.details.refs.append(call) }
    for call in record.sources where !draft.node.details.sources.contains(call) {
      draft.node.details.sources.append(call)
    }
    for id in record.calledMacros where !draft.node.macroDependencies.contains(id) {
      draft.node.macroDependencies.append(id)
    }
    for warning in record.warnings {
      log.warning(warning, at: draft.node.location, node: draft.node.id)
    }
  }
}

/// A file's text as dbt takes checksums of it: without blanks around.
func trimmedCode(_ text: String) -> String {
  var bytes = Array(text.utf8)[...]
  while let last = bytes.last, last == 10 || last == 13 || last == 32 || last == 9 { bytes = bytes.dropLast() }
  while let first = bytes.first, first == 10 || first == 13 || first == 32 || first == 9 { bytes = bytes.dropFirst() }
  return String(decoding: bytes, as: UTF8.self)
}
