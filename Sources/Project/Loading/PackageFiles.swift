/// The files of one package, found and read.
struct PackageFiles: Sendable {
  /// A file with its text.
  struct Text: Sendable {
    var file: FoundFile
    var text: String
    /// The path as messages show it.
    var shownPath: String
  }

  var package: Package
  var models: [Text] = []
  var snapshots: [Text] = []
  var singularTests: [Text] = []
  var genericTests: [Text] = []
  var analyses: [Text] = []
  var macros: [Text] = []
  var docs: [Text] = []
  var seeds: [FoundFile] = []
  var properties: [FoundFile] = []

  /// Reads everything of a package that the loader needs.
  init(_ listing: PackageListing, log: MessageLog) {
    let package = listing.package
    self.package = package
    func texts(_ files: [FoundFile]) -> [Text] {
      files.compactMap { file in
        guard let text = ProjectFolder.text(file.absolutePath) else {
          log.error(
            "this file cannot be read", at: SourceLocation(file: package.shown(file.path)),
            hint: "check its permissions")
          return nil
        }
        if text.unicodeScalars.contains("\u{FFFD}") { reportDamage(file, package, log) }
        return Text(file: file, text: text, shownPath: package.shown(file.path))
      }
    }
    let modelTexts = texts(listing.models)
    models = modelTexts.filter { $0.file.path.hasSuffix(".sql") && !$0.text.trimmingBlanks().isEmpty }
    for empty in modelTexts where empty.text.trimmingBlanks().isEmpty {
      log.warning(
        "an empty file: no model is made of it", at: SourceLocation(file: empty.shownPath),
        hint: "write it, or delete it")
    }
    for python in modelTexts where python.file.path.hasSuffix(".py") && !python.text.trimmingBlanks().isEmpty {
      log.warning(
        "a Python model: not run here, and not part of the graph", at: SourceLocation(file: python.shownPath),
        hint: "write it in SQL, or disable it")
    }
    snapshots = texts(listing.snapshots)
    let tests = texts(listing.tests)
    genericTests = tests.filter { $0.file.folders.first == "generic" }
    singularTests = tests.filter { $0.file.folders.first != "generic" && $0.file.folders.first != "fixtures" }
    analyses = texts(listing.analyses)
    macros = texts(listing.macros)
    docs = texts(listing.docs)
    seeds = listing.seeds
    properties = listing.properties
  }
}

/// A file whose bytes are no UTF-8: what was put in their place must not become data.
private func reportDamage(_ file: FoundFile, _ package: Package, _ log: MessageLog) {
  guard let place = ProjectFolder.firstDamage(in: file.absolutePath) else { return }
  log.error(
    "a byte here is no UTF-8",
    at: SourceLocation(file: package.shown(file.path), line: place.line, column: place.column),
    hint: "save the file in UTF-8")
}
