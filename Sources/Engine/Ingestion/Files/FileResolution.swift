import Compression
import Glibc

/// Finds the files of a source: each once, in the order of the paths given, those of a pattern or directory by name.
///
/// Names that start with `.` or `_` are left out of directories and patterns: markers and unfinished files of other tools.
package func resolveFiles(_ spec: FileSourceSpec) throws(FileSourceError) -> [ResolvedFile] {
  var files: [ResolvedFile] = []
  var known: Set<String> = []
  for path in spec.paths {
    for found in try expand(path, spec) where known.insert(found).inserted {
      do throws(FileReadError) {
        let file = try PlainFileReader(found)
        let compression = if let given = spec.compression { given } else { try file.sniff() }
        files.append(ResolvedFile(path: found, size: file.size, compression: compression))
      } catch {
        throw .unreadable(error)
      }
    }
  }
  return files
}

private func expand(_ path: String, _ spec: FileSourceSpec) throws(FileSourceError) -> [String] {
  var status = stat()
  if stat(path, &status) == 0 {
    guard status.st_mode & S_IFMT == S_IFDIR else { return [path] }
    let directory = path.hasSuffix("/") ? String(path.dropLast()) : path
    return try checked(matches(escapedForGlob(directory) + "/*"), path, spec)
  }
  guard path.contains(where: { "*?[".contains($0) }) else { return [path] }
  return try checked(matches(path), path, spec)
}

private func checked(
  _ files: [String], _ path: String, _ spec: FileSourceSpec
) throws(FileSourceError) -> [String] {
  if files.isEmpty, !spec.allowsNoFiles { throw .noFiles(path) }
  return files
}

/// The regular files a pattern matches, sorted by their bytes.
private func matches(_ pattern: String) -> [String] {
  var result = glob_t()
  defer { globfree(&result) }
  guard glob(pattern, 0, nil, &result) == 0 else { return [] }
  var paths: [String] = []
  for index in 0..<Int(result.gl_pathc) {
    guard let name = result.gl_pathv[index] else { continue }
    let path = String(cString: name)
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT != S_IFDIR else { continue }
    guard let last = path.split(separator: "/").last, !last.hasPrefix("."), !last.hasPrefix("_") else { continue }
    paths.append(path)
  }
  return paths.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
}

private func escapedForGlob(_ path: String) -> String {
  var escaped = ""
  for character in path {
    if "*?[\\".contains(character) { escaped.append("\\") }
    escaped.append(character)
  }
  return escaped
}
