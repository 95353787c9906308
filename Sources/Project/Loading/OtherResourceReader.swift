import Jinja
import YAML

/// Makes exposures, groups and unit tests out of properties files.
struct OtherResourceReader {
  let state: ProjectState
  let log: MessageLog
  let values: YAMLValues

  func drafts(_ files: [PropertiesFile], models: [Draft]) -> [Draft] {
    var drafts: [Draft] = []
    for file in files {
      let folders = SearchRoots.below(file.path, in: state.packages[file.package]).split(separator: "/").dropLast().map(
        String.init)
      for entry in file.entries {
        switch entry.kind {
        case .exposures: drafts.append(exposure(entry, folders: folders))
        case .groups: drafts.append(group(entry))
        case .unitTests: drafts += unitTests(entry, folders: folders, models: models)
        default: break
        }
      }
    }
    return drafts
  }

  private func exposure(_ entry: PropertiesFile.Entry, folders: [String]) -> Draft {
    var node = Node(
      id: NodeID("exposure.\(entry.package).\(entry.name)"), resourceType: .exposure, name: entry.name,
      package: entry.package, fqn: [entry.package] + folders + [entry.name], location: entry.location)
    node.details.path = SearchRoots.below(entry.file, in: state.packages[entry.package])
    node.description =
      entry.node["description"].map { values.value($0, file: entry.file, package: entry.package).scalarText ?? "" }
      ?? ""
    node.details.properties = ConfigValue(entry.node).removing("depends_on").removing("description")
    var draft = Draft(node: node, patch: entry)
    for call in entry.node["depends_on"]?.sequence ?? [] { collect(call, entry, into: &draft) }
    ConfigResolution(state: state, log: log, values: values).resolve(&draft)
    return draft
  }

  private func group(_ entry: PropertiesFile.Entry) -> Draft {
    var node = Node(
      id: NodeID("group.\(entry.package).\(entry.name)"), resourceType: .group, name: entry.name,
      package: entry.package, fqn: [], location: entry.location)
    node.details.path = SearchRoots.below(entry.file, in: state.packages[entry.package])
    node.description = entry.node["description"]?.string ?? ""
    node.details.properties = ConfigValue(entry.node)
    return Draft(node: node)
  }

  /// A unit test of a versioned model is one for each of its versions, or for those it names.
  private func unitTests(_ entry: PropertiesFile.Entry, folders: [String], models: [Draft]) -> [Draft] {
    guard let text = entry.node["model"]?.string else {
      log.error("unit test '\(entry.name)' names no model", at: entry.location, hint: "add 'model: …'")
      return []
    }
    // dbt takes 'name' and 'name v2'.
    let words = text.split(separator: " ").map(String.init)
    let model = words.first ?? text
    let named = words.count == 2 ? String(words[1].drop { $0 == "v" }) : nil
    let targets = models.filter {
      $0.node.resourceType == .model && $0.node.name == model && $0.node.package == entry.package
        && (named == nil || $0.node.details.version == named)
    }
    guard !targets.isEmpty else {
      log.error(
        "unit test '\(entry.name)' is for '\(text)', which is no model of this project", at: entry.location,
        hint: NearMiss.best(model, among: models.map(\.node.name)).map { "did you mean '\($0)'?" })
      return []
    }
    let included = versions(entry, "include")
    let excluded = versions(entry, "exclude") ?? []
    let isVersioned = targets.contains { $0.node.details.version != nil }
    if !isVersioned, included != nil || !excluded.isEmpty {
      log.error("unit test '\(entry.name)' names versions, but '\(model)' has none", at: entry.location)
      return []
    }
    let meant = targets.filter { target in
      guard let version = target.node.details.version else { return true }
      return (included?.contains(version) ?? true) && !excluded.contains(version)
    }
    if meant.isEmpty {
      log.error("unit test '\(entry.name)' names a version that '\(model)' does not have", at: entry.location)
    }
    return meant.filter(\.isEnabled).map { unitTest(entry, folders: folders, model: model, target: $0) }
  }

  private func versions(_ entry: PropertiesFile.Entry, _ key: String) -> [String]? {
    entry.node["versions"]?[key].map { ConfigValue($0).stringList ?? [] }
  }

  private func unitTest(
    _ entry: PropertiesFile.Entry, folders: [String], model: String, target: Draft
  ) -> Draft {
    let version = target.node.details.version
    let call = RefCall(name: model, version: version)
    var node = Node(
      id: NodeID("unit_test.\(entry.package).\(model).\(entry.name)" + (version.map { "_v\($0)" } ?? "")),
      resourceType: .unitTest, name: entry.name,
      package: entry.package, fqn: [entry.package] + folders + [model, entry.name], location: entry.location)
    node.details.path = SearchRoots.below(entry.file, in: state.packages[entry.package])
    node.description = entry.node["description"]?.string ?? ""
    node.details.properties = ConfigValue(entry.node)
    node.details.version = version
    node.details.refs = [call]
    var draft = Draft(node: node)
    draft.declared = (entry.node["config"]?.mapping?.entries ?? []).map {
      ConfigEntry($0.key.text, ConfigValue($0.value))
    }
    ConfigResolution(state: state, log: log, values: values).resolve(&draft)
    for given in entry.node["given"]?.sequence ?? [] {
      guard let input = given["input"]?.string, input.trimmingBlanks() != "this" else { continue }
      collect(YAMLNode(.scalar(.string(input)), text: input, position: given.position), entry, into: &draft)
    }
    // The inputs are replaced by given rows: only the model itself must be there.
    draft.node.details.refs = [call]
    draft.node.details.sources = []
    return draft
  }

  private func collect(_ node: YAMLNode, _ entry: PropertiesFile.Entry, into draft: inout Draft) {
    guard let text = node.string else { return }
    let context = NodeContext(state: state, node: draft.node, package: entry.package, phase: .parsing)
    do throws(JinjaError) {
      _ = try state.rendering.value(of: text.holdsJinja ? text : "{{ \(text) }}", name: entry.file, in: context)
    } catch {
      var message = ProjectMessage(error, node: draft.node.id)
      message.location = SourceLocation(node, file: entry.file)
      log.add(message)
    }
    for call in context.record.refs where !draft.node.details.refs.contains(call) {
      draft.node.details.refs.append(call)
    }
    for call in context.record.sources where !draft.node.details.sources.contains(call) {
      draft.node.details.sources.append(call)
    }
  }
}
