/// One project of those that make up the whole: the root, or an installed package.
struct Package: Sendable {
  var file: ProjectFile
  /// Absolute path of its folder.
  var root: String
  var isRoot: Bool
  /// What its paths begin with when shown: empty for the root, `dbt_packages/name/` for an installed one.
  var shownPrefix: String

  var name: String { file.name }

  /// A path of the package as messages show it.
  func shown(_ path: String) -> String { shownPrefix + path }
}
