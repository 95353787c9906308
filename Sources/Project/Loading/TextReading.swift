/// Reads macros and docs blocks.
struct TextReading {
  let setup: ProjectSetup
  let log: MessageLog

  /// The macros and docs of files already read.
  func texts(_ packages: [PackageFiles], _ properties: [PropertiesFile]) -> ProjectTexts {
    var macros = MacroCatalog(
      root: setup.root.name, installed: setup.packages.dropFirst().map(\.name), adapterType: setup.target.type,
      dispatchOrders: setup.root.file.dispatch)
    for entry in BuiltInMacros.all { macros.add(entry) }
    var docs = DocsCatalog(root: setup.root.name)
    let reader = MacroFiles(log: log)
    for files in packages {
      for text in files.macros + files.genericTests {
        for entry in reader.entries(text: text.text, path: text.shownPath, package: files.package.name) {
          if let other = macros.packages[files.package.name]?[entry.name] {
            log.error(
              "the macro '\(entry.name)' is defined twice; the other stands in \(other.location)", at: entry.location,
              hint: "rename or remove one of them")
          }
          macros.add(entry)
        }
      }
      DocsReader(log: log).read(files, into: &docs)
    }
    return ProjectTexts(macros: macros, docs: docs, macroProperties: macroProperties(properties))
  }

  /// The same for a project whose nodes are known already: only the files that hold macros and docs are read.
  static func texts(_ setup: ProjectSetup, _ listings: [PackageListing]) -> ProjectTexts {
    let log = MessageLog()
    let files = listings.map { PackageFiles($0.onlyTexts, log: log) }
    let properties = listings.flatMap { listing in
      listing.properties.compactMap { file -> PropertiesFile? in
        guard let bytes = ProjectFolder.bytes(file.absolutePath), bytes.contains(subsequence: Array("macros:".utf8))
        else {
          return nil
        }
        return PropertiesFile(
          bytes: bytes, path: listing.package.shown(file.path), package: listing.package.name, log: log)
      }
    }
    return TextReading(setup: setup, log: log).texts(files, properties)
  }

  private func macroProperties(_ properties: [PropertiesFile]) -> [String: MacroProperties] {
    let prefixes = Dictionary(setup.packages.map { ($0.name, $0.shownPrefix) }) { first, _ in first }
    var found: [String: MacroProperties] = [:]
    for entry in properties.flatMap(\.entries) where entry.kind == .macros {
      let prefix = prefixes[entry.package] ?? ""
      found["\(entry.package).\(entry.name)"] = MacroProperties(
        file: String(entry.file.dropFirst(prefix.count)), value: ConfigValue(entry.node))
    }
    return found
  }
}

extension [UInt8] {
  /// Whether some bytes stand in these.
  fileprivate func contains(subsequence wanted: [UInt8]) -> Bool {
    guard let first = wanted.first, count >= wanted.count else { return false }
    return indices.dropLast(wanted.count - 1).contains { place in
      self[place] == first && self[place..<place + wanted.count].elementsEqual(wanted)
    }
  }
}
