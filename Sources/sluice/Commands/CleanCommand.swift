import CommandLineKit
import Glibc

/// `sluice clean`: removes what was made from the project and can be made again.
enum CleanCommand {
  static let command = Command(
    "clean", summary: "Remove the folder of artifacts, target/. Tables and runs stay.",
    options: [CommonOptions.projectDirectory], section: "Project"
  ) { arguments in
    let target = try ProjectPlace(arguments).root + "/target"
    guard access(target, F_OK) == 0 else {
      Narration.line("there is nothing to remove")
      return .success
    }
    guard remove(target) else {
      throw CommandFailure("\(target) could not be removed: \(String(cString: strerror(errno)))")
    }
    Narration.line("removed \(target)")
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
