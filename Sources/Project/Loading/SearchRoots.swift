/// Paths below the folder they were found under.
enum SearchRoots {
  /// `models/staging/x.yml` as `staging/x.yml`; the folders of an installed package come off too.
  ///
  /// dbt takes exactly the first folder off, however the search path is written.
  static func below(_ shownPath: String) -> String {
    var parts = shownPath.split(separator: "/")
    if parts.count > 3, parts[0] == "dbt_packages" || parts[0] == "dbt_modules" { parts.removeFirst(2) }
    return parts.dropFirst().joined(separator: "/")
  }

  /// The same for a file of a package, wherever its folder lies.
  static func below(_ shownPath: String, in package: Package?) -> String {
    guard let prefix = package?.shownPrefix, !prefix.isEmpty, shownPath.hasPrefix(prefix) else {
      return below(shownPath)
    }
    return shownPath.dropFirst(prefix.count).split(separator: "/").dropFirst().joined(separator: "/")
  }
}
