import YAML

/// Loads a project: reads its files, settles configuration, resolves references, and draws the graph.
public enum ProjectLoader {
  /// Loads the project in a folder.
  ///
  /// - Throws: every error found, warnings among them, in order of file and line. Nothing is written.
  public static func load(_ root: String, options: LoadOptions = LoadOptions()) throws(CompilationFailure)
    -> LoadedProject
  {
    let log = MessageLog()
    let loading = LoadingProject(root: ProjectFolder.absolute(root), options: options, log: log)
    let project = loading.load()
    if log.hasErrors || project == nil { throw CompilationFailure(log.sorted) }
    guard var project else { throw CompilationFailure(log.sorted) }
    project.messages = log.sorted
    return project
  }

  /// Whether a folder holds a project.
  public static func isProject(_ folder: String) -> Bool {
    ProjectFolder.exists(ProjectFolder.joined(folder, "dbt_project.yml"))
  }
}

/// One loading, step by step.
struct LoadingProject {
  let root: String
  let options: LoadOptions
  let log: MessageLog

  func load() -> LoadedProject? {
    let moment = FileStamp.now
    let reads = OutsideReads()
    guard let setup = ProjectSetup(root: root, options: options, log: log, reads: reads) else { return nil }
    let listings = setup.packages.map(PackageListing.init)
    let cache = log.hasErrors ? nil : cache(setup, listings, moment)
    if let cache, let known = cache.load() {
      let state = makeState(setup, reads: reads) { TextReading.texts(setup, listings) }
      for message in known.messages { log.add(message) }
      var project = finish(enabled: known.enabled, disabled: known.disabled, setup: setup, state: state)
      project?.reading = known.digest
      return project
    }
    let told = log.count
    let files = listings.map { PackageFiles($0, log: log) }
    let properties = propertiesFiles(files)
    let texts = TextReading(setup: setup, log: log).texts(files, properties)
    let state = makeState(setup, reads: reads) { texts }
    let values = YAMLValues(state: state, log: log)
    let drafts = drafts(files, properties, setup: setup, state: state, values: values)
    reportTwins(drafts)
    let enabled = drafts.filter(\.isEnabled).map(\.node)
    let disabled = drafts.filter { !$0.isEnabled }.map(\.node)
    let lookup = ReferenceLookup(enabled: enabled, disabled: disabled, root: setup.root.name)
    let nodes = ReferenceResolution(lookup: lookup, log: log).resolve(enabled)
    AccessRules(nodes, log: log).check()
    ConfigurationRules(nodes: nodes, state: state, log: log).check()
    guard var project = finish(enabled: nodes, disabled: disabled, setup: setup, state: state) else { return nil }
    if !log.hasErrors {
      let content = ParseCache.Content(enabled: nodes, disabled: disabled, messages: log.messages(after: told))
      project.reading = cache?.store(content, reads: reads)
    }
    return project
  }

  private func drafts(
    _ files: [PackageFiles], _ properties: [PropertiesFile], setup: ProjectSetup, state: ProjectState,
    values: YAMLValues
  ) -> [Draft] {
    var drafts = sqlDrafts(files, state)
    drafts += SeedReader(state: state, log: log).drafts(files)
    var catalog = PatchCatalog(properties.flatMap(\.entries), log: log)
    drafts += SnapshotReader(state: state, log: log).declared(&catalog, values: values, roots: files.map(\.package))
    drafts = VersionReader(state: state, log: log).split(drafts, &catalog)
    settle(&drafts, &catalog, state: state, values: values)
    drafts += sources(properties, setup: setup, state: state, values: values)
    drafts += OtherResourceReader(state: state, log: log, values: values).drafts(properties, models: drafts)
    drafts += SemanticReader(state: state, log: log, values: values).drafts(properties)
    catalog.warnOfUnused(log: log)
    drafts += tests(of: drafts, state: state, values: values, singularPatches: catalog)
    return drafts
  }

  // MARK: Steps

  /// The cache of this reading; nil when it must not be used.
  ///
  /// Sources moved by `--sources` are looked for by name in a folder that is no part of the project: the names there are part
  /// of what must be the same.
  private func cache(_ setup: ProjectSetup, _ listings: [PackageListing], _ moment: Int) -> ParseCache? {
    guard options.usesCache else { return nil }
    var key = setup.cacheKey(options)
    if let directory = options.sourcesDirectory.map(ProjectFolder.absolute) {
      guard let names = ProjectFolder.namesBelow(directory, limit: Self.namesWorthKeeping) else { return nil }
      key += SHA256.hex(([directory] + names).joined(separator: "\u{0}"))
    }
    let folder = ProjectFolder.joined(root, options.targetPath ?? setup.root.file.targetPath)
    var files = listings.flatMap(\.paths)
    let settings = ProjectFolder.joined(root, "sluice.yml")
    if ProjectFolder.exists(settings) { files.append(settings) }
    return ParseCache(
      path: ProjectFolder.joined(folder, "partial_parse.sluice"), key: key,
      flags: "\(options.command) \(options.fullRefresh) \(options.storeFailures) \(options.profilesDirectory ?? "")",
      environment: options.environment,
      files: files, moment: moment)
  }

  /// A folder of data with more names than this is not looked through to save a reading of the project.
  private static let namesWorthKeeping = 5_000

  private func propertiesFiles(_ packages: [PackageFiles]) -> [PropertiesFile] {
    let all = packages.flatMap { files in files.properties.map { (files.package, $0) } }
    let log = log
    return parallelMap(all) { package, file in
      guard let bytes = ProjectFolder.bytes(file.absolutePath) else { return nil }
      return PropertiesFile(bytes: bytes, path: package.shown(file.path), package: package.name, log: log)
    }.compactMap { $0 }
  }

  private func makeState(_ setup: ProjectSetup, reads: OutsideReads, texts: @escaping @Sendable () -> ProjectTexts)
    -> ProjectState
  {
    var packagesByName: [String: Package] = [:]
    for package in setup.packages { packagesByName[package.name] = package }
    return ProjectState(
      root: setup.root, packages: packagesByName, options: options, target: setup.target, variables: setup.variables,
      reads: reads, texts: texts)
  }

  private func sqlDrafts(_ packages: [PackageFiles], _ state: ProjectState) -> [Draft] {
    let reader = SQLNodeReader(state: state, log: log)
    var work: [(PackageFiles.Text, ResourceType, String)] = []
    for files in packages {
      let name = files.package.name
      work += files.models.map { ($0, .model, name) }
      work += files.singularTests.map { ($0, .test, name) }
      work += files.analyses.map { ($0, .analysis, name) }
    }
    var drafts = parallelMap(work) { reader.draft($0.0, type: $0.1, package: $0.2) }
    for files in packages {
      drafts += files.snapshots.flatMap { reader.snapshots($0, package: files.package.name) }
    }
    return drafts
  }

  private func settle(
    _ drafts: inout [Draft], _ catalog: inout PatchCatalog, state: ProjectState, values: YAMLValues
  ) {
    let resolution = ConfigResolution(state: state, log: log, values: values)
    let naming = RelationNaming(state: state, log: log)
    let patching = NodePatching(state: state, log: log, values: values)
    for index in drafts.indices {
      drafts[index].patch = drafts[index].patch ?? catalog.take(for: drafts[index].node, log: log)
    }
    drafts = parallelMap(drafts) { draft in
      var draft = draft
      resolution.resolve(&draft)
      patching.apply(to: &draft)
      if draft.node.resourceType == .test {
        draft.node.test = draft.node.test ?? TestDefinition()
        TestSettings.apply(to: &draft, log: resolution.log)
        draft.node.details.alias = naming.alias(ofTest: draft)
        naming.nameStore(of: &draft)
      } else {
        naming.name(&draft)
      }
      draft.node.layer = LayerNames.layer(of: draft.node)
      return draft
    }
  }

  private func sources(_ files: [PropertiesFile], setup: ProjectSetup, state: ProjectState, values: YAMLValues)
    -> [Draft]
  {
    let reader = SourceReader(
      state: state, log: log, values: values,
      files: SourceFiles(
        root: root, settings: setup.settings["sources"] ?? .map([]),
        directory: options.sourcesDirectory.map(ProjectFolder.absolute)))
    var drafts: [Draft] = []
    for file in files {
      let below = SearchRoots.below(file.path, in: state.packages[file.package])
      for entry in file.entries where entry.kind == .sources {
        drafts += reader.drafts(entry, pathBelowRoot: below)
      }
    }
    for index in drafts.indices { drafts[index].node.layer = LayerNames.layer(of: drafts[index].node) }
    return drafts
  }

  private func tests(of drafts: [Draft], state: ProjectState, values: YAMLValues, singularPatches: PatchCatalog)
    -> [Draft]
  {
    let reader = GenericTestReader(state: state, log: log)
    let naming = RelationNaming(state: state, log: log)
    let resolution = ConfigResolution(state: state, log: log, values: values)
    let log = log
    let work = drafts.filter { !$0.tests.isEmpty && $0.isEnabled }
    let made = parallelMap(work) { draft -> [Draft] in
      let file = draft.patch?.file ?? draft.node.location.file
      let package = draft.patch?.package ?? draft.node.package
      return draft.tests.compactMap { declaration in
        guard
          var test = reader.draft(
            declaration, on: draft.node, patchPath: file,
            pathBelowRoot: SearchRoots.below(file, in: state.packages[package]), package: package)
        else { return nil }
        test.declared = test.declared.map { entry in
          guard case .string(let text) = entry.value, text.holdsJinja else { return entry }
          let node = YAMLNode(.scalar(.string(text)), text: text)
          return ConfigEntry(entry.key, values.value(node, file: file, package: package))
        }
        resolution.resolve(&test)
        TestSettings.apply(to: &test, log: log)
        test.node.details.alias = naming.alias(ofTest: test)
        naming.nameStore(of: &test)
        test.node.layer = draft.node.layer
        test.node.details.group = draft.node.details.group
        return test
      }
    }
    return made.flatMap { $0 }
  }

  private func finish(enabled: [Node], disabled: [Node], setup: ProjectSetup, state: ProjectState) -> LoadedProject? {
    let lookup = ReferenceLookup(enabled: enabled, disabled: disabled, root: setup.root.name)
    let graph: ProjectGraph
    do throws(ProjectGraph.CircleError) {
      graph = try ProjectGraph(enabled)
    } catch {
      reportCircle(error.nodes, enabled)
      return nil
    }
    let compiler = ProjectCompiler(state: state, project: GraphState(graph: graph, lookup: lookup))
    var project = LoadedProject(
      root: root, name: setup.root.name, target: setup.target, graph: graph, onRunStart: setup.onRunStart,
      onRunEnd: setup.onRunEnd, settings: setup.settings, compiler: compiler)
    project.disabled = disabled
    project.state = state
    return project
  }

  private func reportTwins(_ drafts: [Draft]) {
    var seen: [NodeID: Node] = [:]
    var relations: [RelationName: Node] = [:]
    for draft in drafts where draft.isEnabled {
      let node = draft.node
      if let other = seen[node.id], other.location != node.location {
        log.error(
          "two \(node.resourceType.rawValue)s are named '\(node.name)'; the other stands in \(other.location)",
          at: node.location, hint: "rename one of them", node: node.id)
      }
      seen[node.id] = node
      guard let relation = node.relation, [.model, .seed, .snapshot].contains(node.resourceType) else { continue }
      if let other = relations[relation], other.id != node.id, other.location != node.location {
        log.error(
          "'\(node.name)' and '\(other.name)' would both be \(relation)", at: node.location,
          hint: "give one of them another alias or schema", node: node.id)
      }
      relations[relation] = node
    }
  }

  private func reportCircle(_ ids: [NodeID], _ nodes: [Node]) {
    let names = ids.map { $0.rawValue.split(separator: ".").dropFirst(2).joined(separator: ".") }
    let first = nodes.first { $0.id == ids.first }
    log.error(
      "these nodes read each other in a circle: \((names + [names.first ?? ""]).joined(separator: " → "))",
      at: first?.location, hint: "take one of the refs out", node: first?.id)
  }
}
