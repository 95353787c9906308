internal import Engine
internal import Project
internal import TerminalKit

extension ConsoleState {
  /// Files of the project were saved: while watching, what they touch is built, once the project was read with them and no
  /// run is going. What a file that does not parse touches nobody knows.
  package mutating func saved(_ files: [String]) {
    guard isWatching, !context.isReadOnly else { return }
    pendingSaves.formUnion(files)
    savesAreRead = false
  }

  /// Starts the build that saves asked for; while a run goes on they wait.
  mutating func buildSaved() -> [Outgoing] {
    guard isWatching, savesAreRead, !pendingSaves.isEmpty, !context.status.isLive else { return [] }
    let command = rebuild(of: Array(pendingSaves))
    pendingSaves = []
    return resolve(RunActs.start(command), from: current)
  }

  /// The run that builds what files touch: the nodes written or described in them and everything made of those. A file
  /// that belongs to no node (a macro, `dbt_project.yml`) may touch anything: what did not change is reused.
  func rebuild(of files: [String]) -> RunInvocation {
    guard let project = context.project else { return RunInvocation("build") }
    let paths = Set(files.map { $0.hasPrefix(project.root + "/") ? String($0.dropFirst(project.root.count + 1)) : $0 })
    var touched: [String] = []
    var known: Set<String> = []
    for id in project.graph.order {
      guard let node = project.graph[id] else { continue }
      let written = [node.location.file, node.patchLocation?.file ?? ""].filter(paths.contains)
      known.formUnion(written)
      if node.isDrawn, node.resourceType != .source, !written.isEmpty { touched.append(node.name + "+") }
    }
    return paths.isSubset(of: known) ? RunInvocation("build", select: touched) : RunInvocation("build")
  }

  /// After the editor: what it saved can be built at once.
  package mutating func edited(_ file: String) -> [Outgoing] {
    if case .unavailable(let reason) = context.canStartRun {
      message = Message(text: "\(file) was saved; \(reason)", role: .info)
      return []
    }
    // A console that watches builds by itself.
    if isWatching { return [] }
    return resolve(
      [RunActs.previewed(rebuild(of: [file]), title: "\(file) was saved. Build what it touches?")], from: current)
  }
}
