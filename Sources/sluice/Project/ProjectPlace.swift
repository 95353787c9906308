import CommandLineKit
import Engine
import Glibc

/// Where the project of a command lies, found without reading it.
struct ProjectPlace {
  let root: String

  /// The run store of the project.
  var state: StateDirectory { StateDirectory(root + "/.sluice") }

  /// - Throws: when there is no `dbt_project.yml` in the folder named, or none here and above.
  init(_ arguments: Arguments) throws(CommandFailure) {
    if let folder = arguments[CommonOptions.projectDirectory] {
      self = try ProjectPlace(root: folder)
      return
    }
    guard var path = Self.absolute(".") else { throw CommandFailure("the current folder is gone") }
    while !Self.isProject(path) {
      guard let slash = path.lastIndex(of: "/"), path != "/" else {
        throw CommandFailure(
          "there is no dbt_project.yml here, nor in any folder above",
          hint: "change to a dbt project, name one with --project-dir, or try: sluice demo")
      }
      path = slash == path.startIndex ? "/" : String(path[..<slash])
    }
    self.init(found: path)
  }

  /// The project in a folder.
  init(root folder: String) throws(CommandFailure) {
    guard let path = Self.absolute(folder), Self.isProject(path) else {
      throw CommandFailure("there is no dbt_project.yml in \(folder)", hint: "give --project-dir a project's folder")
    }
    self.init(found: path)
  }

  private init(found path: String) { root = path }

  private static func isProject(_ folder: String) -> Bool { access(folder + "/dbt_project.yml", R_OK) == 0 }

  private static func absolute(_ path: String) -> String? {
    guard let found = realpath(path, nil) else { return nil }
    defer { free(found) }
    return String(cString: found)
  }
}

/// Why a command cannot do what it was asked to: exit status 2.
struct CommandFailure: Error, CustomStringConvertible {
  let message: String
  let hint: String?

  init(_ message: String, hint: String? = nil) {
    self.message = message
    self.hint = hint
  }

  var description: String { message + (hint.map { "\n  \($0)" } ?? "") }
}
