import Glibc

/// Scratch files whose process is gone.
struct ScratchVacuum {
  let vacuum: Vacuum

  init(_ vacuum: Vacuum) { self.vacuum = vacuum }

  func plan() -> [VacuumItem] {
    files().map { VacuumItem(kind: .scratch, name: $0.name, bytes: $0.bytes, reason: "its process is gone") }
  }

  func run() -> [VacuumItem] {
    let items = plan()
    for item in items { unlink("\(vacuum.directory.scratch)/\(item.name)") }
    return items
  }

  private func files() -> [(name: String, bytes: Int64)] {
    FolderListing.names(vacuum.directory.scratch).compactMap { name in
      // `PID-NUMBER.db` and what SQLite and the staged filling put beside it.
      guard let dash = name.firstIndex(of: "-"), let process = Int32(name[..<dash]), process > 0,
        kill(process, 0) != 0, errno == ESRCH
      else { return nil }
      var status = stat()
      guard stat("\(vacuum.directory.scratch)/\(name)", &status) == 0 else { return nil }
      return (name, Int64(status.st_size))
    }.sorted { $0.name < $1.name }
  }
}
