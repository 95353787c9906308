import CommandLineKit
import Project

/// `sluice deps`: whether the packages a project names are there.
enum DepsCommand {
  static let command = Command(
    "deps", summary: "Check that every package of packages.yml is in place.",
    discussion: """
      Nothing is fetched. Local packages are read where they lie; dbt_utils, dbt_expectations and dbt_date come with this
      program; any other has to be placed in dbt_packages, and is named when it is not there.
      """,
    options: ProjectOptions.all, section: "Project"
  ) { arguments in
    let place = try ProjectPlace(arguments)
    let reports: [PackageReport]
    do throws(CompilationFailure) {
      reports = try PackageReport.all(
        in: place.root, options: try ProjectOptions.loadOptions(arguments, command: "deps"))
    } catch {
      throw ProjectFailure(error.messages)
    }
    if reports.isEmpty { Narration.line("packages.yml names no packages") }
    for report in reports { Narration.line(report.words) }
    let missing = reports.filter { !$0.isThere }
    if missing.isEmpty { return .success }
    throw CommandFailure(
      missing.count == 1 ? "a package is not there" : "\(missing.count) packages are not there",
      hint: missing.map { "place the files of \($0.name) in \($0.expected)" }.joined(separator: "\n  "))
  }
}
