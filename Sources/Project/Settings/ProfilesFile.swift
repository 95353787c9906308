import YAML

/// Finds and reads `profiles.yml`, and chooses the target.
struct ProfileReader {
  let root: String
  let options: LoadOptions
  let log: MessageLog
  let render: (YAMLNode, String) -> ConfigValue

  /// One output of a profile, rendered.
  struct Output {
    var profile: String
    var name: String
    var values: ConfigValue
    var location: SourceLocation
  }

  /// The target to run on. Without a profile, or without its engine, it is the embedded `local`.
  ///
  /// - Parameter searchRoots: The folders of SQL that tell a dialect when neither a profile nor `sluice.yml` does.
  func target(
    profileName: String?, projectName: String, settings: ConfigValue, searchRoots: [String] = []
  ) -> ProjectTarget {
    let wanted = options.profile ?? profileName ?? projectName
    let output = output(profile: wanted)
    var type = output?.values["type"]?.scalarText ?? "local"
    var name = output?.name ?? "local"
    var embedded = Self.embeddedTypes.contains(type)
    if let output, !embedded, name != "local", !options.canRun(type) {
      log.warning(
        "target '\(name)' needs the engine '\(type)', which is not loaded: running on the embedded engine as 'local'",
        at: output.location, hint: "install its ADBC driver, or choose --target local to silence this")
      name = "local"
    }
    if name == "local" { embedded = true }
    if let dialect = output?.values["dialect"]?.scalarText ?? settings["dialect"]?.scalarText {
      type = dialect
    } else if output == nil || (type != "sqlite" && Self.embeddedTypes.contains(type)) {
      let guess = DialectGuess(root: root, searchRoots: searchRoots, profileName: wanted).answer()
      type = guess.dialect
      if let reason = guess.reason {
        log.warning(
          "no profile tells the dialect: SQL is read as \(type)'s, since \(reason)",
          at: SourceLocation(file: "dbt_project.yml"), hint: "put 'dialect: \(type)', or another, into sluice.yml")
      }
    }
    func text(_ keys: String...) -> String? {
      for key in keys { if let text = output?.values[key]?.scalarText, !text.isEmpty { return text } }
      return nil
    }
    let folder = text("warehouse", "warehouse_directory").map { ProjectFolder.joined(root, $0) }
    var target = ProjectTarget(
      profileName: wanted, name: name, type: type,
      database: text("database", "catalog", "dbname", "project") ?? fileStem(text("path"), of: type) ?? projectName,
      schema: text("schema", "dataset") ?? "main",
      threads: options.threads ?? output?.values["threads"]?.intValue ?? 2,
      warehouseDirectory: folder ?? ProjectFolder.joined(root, "warehouse"),
      stateDirectory: ProjectFolder.joined(root, ".sluice"))
    target.isEmbedded = embedded
    if let output, output.name != name { target.standsInFor = output.name }
    target.fields = output?.values ?? .map([])
    return target
  }

  /// Types that mean the engine inside this program.
  static let embeddedTypes: Set<String> = ["sqlite", "sluice", "local", "embedded"]

  private func fileStem(_ path: String?, of type: String) -> String? {
    guard let name = path?.split(separator: "/").last, name != ":memory:" else {
      return type == "duckdb" ? "memory" : nil
    }
    return name.split(separator: ".").first.map(String.init)
  }

  /// The folders searched, in order.
  var folders: [String] {
    var folders: [String] = []
    if let folder = options.profilesDirectory { return [ProjectFolder.absolute(folder)] }
    if let folder = options.environment["DBT_PROFILES_DIR"], !folder.isEmpty {
      folders.append(ProjectFolder.absolute(folder))
    }
    folders.append(root)
    if let home = options.environment["HOME"] { folders.append(ProjectFolder.joined(home, ".dbt")) }
    return folders
  }

  private func output(profile wanted: String) -> Output? {
    for folder in folders {
      let path = ProjectFolder.joined(folder, "profiles.yml")
      guard let bytes = ProjectFolder.bytes(path) else { continue }
      let shown = ProjectFolder.relative(path, to: root)
      do throws(YAMLError) {
        let file = try YAML.parse(bytes, file: shown)
        if let profile = file[wanted] { return output(profile, named: wanted, file: shown) }
        missing(profile: wanted, among: file.mapping?.map(\.key.text) ?? [], file: shown)
        return nil
      } catch {
        log.add(ProjectMessage(error))
        return nil
      }
    }
    if let folder = options.profilesDirectory {
      log.error(
        "there is no profiles.yml in \(folder)", hint: "leave --profiles-dir out to run on the embedded engine")
    }
    if let target = options.target, target != "local" {
      log.error(
        "there is no target '\(target)': no profiles.yml was found",
        hint: "write one, or use --target local, the embedded engine")
    }
    return nil
  }

  private func missing(profile wanted: String, among names: [String], file: String) {
    let known = names.filter { $0 != "config" }
    let place = SourceLocation(file: file)
    let hint = NearMiss.best(wanted, among: known).map { "did you mean '\($0)'?" }
    if options.profile != nil || (options.target != nil && options.target != "local") {
      log.error(
        "profile '\(wanted)' is not in this file", at: place,
        hint: hint ?? "its profiles are: \(known.joined(separator: ", "))")
    } else {
      log.warning(
        "profile '\(wanted)' is not in this file: running on the embedded engine as 'local'", at: place,
        hint: hint ?? "its profiles are: \(known.joined(separator: ", "))")
    }
  }

  private func output(_ profile: YAMLNode, named profileName: String, file: String) -> Output? {
    let outputs = profile["outputs"]?.mapping
    let standard = profile["target"].flatMap { render($0, "target").scalarText } ?? "default"
    let wanted = options.target ?? standard
    if let node = outputs?[wanted] {
      return Output(
        profile: profileName, name: wanted, values: values(node), location: SourceLocation(node, file: file))
    }
    let names = outputs?.map(\.key.text) ?? []
    let place = SourceLocation(profile, file: file)
    guard wanted == "local" else {
      log.error(
        "profile '\(profileName)' has no target '\(wanted)'", at: place,
        hint: NearMiss.best(wanted, among: names).map { "did you mean '\($0)'?" }
          ?? "its targets are: \((names + ["local"]).joined(separator: ", "))")
      return nil
    }
    // `local` runs the project as its usual target would: its dialect, its names.
    guard let node = outputs?[standard] ?? outputs?.entries.first?.value else { return nil }
    return Output(profile: profileName, name: "local", values: values(node), location: SourceLocation(node, file: file))
  }

  private func values(_ node: YAMLNode) -> ConfigValue {
    .map((node.mapping?.entries ?? []).map { ConfigEntry($0.key.text, render($0.value, $0.key.text)) })
  }
}
