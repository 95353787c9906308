import CommandLineKit
import Glibc
import Project

/// `sluice clean`: removes what was made from the project and can be made again.
enum CleanCommand {
  static let command = Command(
    "clean", summary: "Remove the folders of clean-targets: artifacts. Tables and runs stay.",
    options: [CommonOptions.projectDirectory, ProjectOptions.targetPath], section: "Project"
  ) { arguments in
    let place = try ProjectPlace(arguments)
    let targets: CleanTargets
    do throws(CompilationFailure) {
      targets = try CleanTargets(root: place.root)
    } catch {
      throw ProjectFailure(error.messages)
    }
    for (folder, reason) in targets.refused { Narration.line("\(folder) is not removed: \(reason)") }
    if !targets.refused.isEmpty {
      throw CommandFailure(
        "nothing was removed",
        hint: "take \(targets.refused.map(\.folder).joined(separator: ", ")) out of clean-targets")
    }
    let found = targets.folders.filter { access($0, F_OK) == 0 }
    if found.isEmpty { Narration.line("there is nothing to remove") }
    for folder in found {
      guard remove(folder) else {
        throw CommandFailure("\(folder) could not be removed: \(String(cString: strerror(errno)))")
      }
      Narration.line("removed \(folder)")
    }
    return .success
  }

  /// Removes a folder with all that is in it; of links, the links themselves.
  private static func remove(_ path: String) -> Bool {
    var status = stat()
    guard lstat(path, &status) == 0 else { return errno == ENOENT }
    guard status.st_mode & S_IFMT == S_IFDIR else { return unlink(path) == 0 }
    guard let listing = opendir(path) else { return false }
    var names: [String] = []
    while let entry = readdir(listing) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
      if name != ".", name != ".." { names.append(name) }
    }
    closedir(listing)
    return names.allSatisfy { remove("\(path)/\($0)") } && rmdir(path) == 0
  }
}
