/// Writes a new SQLite database file page by page, without SQLite: several times as fast as its prepared inserts, and by
/// several threads at once. The file is complete only after `finish`; there is no journal and no sync, so it suits scratch
/// files, which are made again when they are lost.
///
/// Layout as in SQLite's "Database File Format": table b-trees with leaves packed full, UTF-8, no auto-vacuum.
public final class TableFileWriter {
  private let pages: PageStore
  private var tables: [(name: String, sql: String, root: UInt32)] = []
  private var unusedPages: [UInt32] = []

  /// - Parameter pageSize: a power of two, 512 … 65536; the same as the file that will receive a copy copies fastest.
  public init(path: String, pageSize: Int = 16384) throws(TableFileError) {
    pages = try PageStore(path: path, pageSize: pageSize)
  }

  /// A writer for a run of rows whose rowids begin at `firstRowID`.
  public func makeRowWriter(firstRowID: Int64 = 1) -> RowWriter { RowWriter(pages: pages, firstRowID: firstRowID) }

  /// Makes one table of finished row writers. Their segments are put in order by rowid and must not overlap.
  ///
  /// - Parameter sql: the `CREATE TABLE` statement, unqualified, as SQLite would keep it.
  public func addTable(name: String, sql: String, rows writers: [RowWriter]) throws(TableFileError) {
    var level: [RowWriter.Leaf] = []
    for writer in writers {
      level.append(contentsOf: writer.leaves)
      unusedPages.append(contentsOf: writer.unusedPages)
    }
    if level.isEmpty {
      let page = pages.allocate(1)
      try writePage(page) { bytes in
        bytes[0] = 0x0D
        bytes.put16(pages.pageSize == 65536 ? 0 : pages.pageSize, at: 5)
      }
      level = [RowWriter.Leaf(page: page, lastRowID: 0)]
    }
    level.sort { $0.lastRowID < $1.lastRowID }
    while level.count > 1 { level = try parents(of: level) }
    tables.append((name, sql, level[0].page))
  }

  /// Writes the schema and the file's header. Nothing may be written afterwards.
  public func finish() throws(TableFileError) {
    unusedPages.append(contentsOf: pages.skippedPages)
    let freeList = try writeFreeList()
    let schema = RowWriter(pages: pages, firstRowID: 1, batchPages: 1)
    for table in tables {
      schema.beginRow()
      schema.append(text: "table")
      schema.append(text: table.name)
      schema.append(text: table.name)
      schema.append(Int64(table.root))
      schema.append(text: table.sql)
      try schema.endRow()
    }
    try schema.finish()
    try pages.finishLength()
    let schemaLeaves = schema.leaves
    try writePage(1) { page in
      writeHeader(to: page, freeList: freeList)
      // Page 1 is the root of the schema table: an interior page over its leaves, below the header of 100 bytes.
      writeInterior(schemaLeaves, to: page, at: 100)
    }
  }

  /// Interior pages over a level of children, each with the largest rowid below it.
  private func parents(of children: [RowWriter.Leaf]) throws(TableFileError) -> [RowWriter.Leaf] {
    var result: [RowWriter.Leaf] = []
    var start = 0
    while start < children.count {
      var used = 12
      var end = start
      // The last child goes into the header's right-most pointer and needs no cell.
      while end < children.count {
        let cell = 2 + 4 + Varint.size(UInt64(bitPattern: children[end].lastRowID))
        if end > start, used + cell > pages.pageSize { break }
        used += cell
        end += 1
      }
      // A page with one child would be no interior page: leave the last two together.
      if children.count - end == 1, end - start > 2 { end -= 1 }
      let page = pages.allocate(1)
      let group = Array(children[start..<end])
      try writePage(page) { writeInterior(group, to: $0, at: 0) }
      result.append(RowWriter.Leaf(page: page, lastRowID: group[group.count - 1].lastRowID))
      start = end
    }
    return result
  }

  private func writeInterior(_ children: [RowWriter.Leaf], to page: UnsafeMutablePointer<UInt8>, at offset: Int) {
    var contentStart = pages.pageSize
    let header = page + offset
    guard let last = children.last else {
      header[0] = 0x0D
      header.put16(contentStart == 65536 ? 0 : contentStart, at: 5)
      return
    }
    header[0] = 0x05
    for (index, child) in children.dropLast().enumerated() {
      let size = 4 + Varint.size(UInt64(bitPattern: child.lastRowID))
      contentStart -= size
      (page + contentStart).put32(child.page, at: 0)
      _ = Varint.write(UInt64(bitPattern: child.lastRowID), to: page + contentStart + 4)
      header.put16(contentStart, at: 12 + index * 2)
    }
    header.put16(children.count - 1, at: 3)
    header.put16(contentStart == 65536 ? 0 : contentStart, at: 5)
    header.put32(last.page, at: 8)
  }

  /// Puts unused pages into trunk pages of the free list and returns its first page and length.
  private func writeFreeList() throws(TableFileError) -> (first: UInt32, count: UInt32) {
    var rest = unusedPages
    let count = UInt32(rest.count)
    var nextTrunk: UInt32 = 0
    let capacity = pages.pageSize / 4 - 8
    while let trunk = rest.popLast() {
      let members = Array(rest.suffix(capacity))
      rest.removeLast(members.count)
      let next = nextTrunk
      try writePage(trunk) { page in
        page.put32(next, at: 0)
        page.put32(UInt32(members.count), at: 4)
        for (index, member) in members.enumerated() { page.put32(member, at: 8 + index * 4) }
      }
      nextTrunk = trunk
    }
    return (nextTrunk, count)
  }

  private func writeHeader(to page: UnsafeMutablePointer<UInt8>, freeList: (first: UInt32, count: UInt32)) {
    for (index, byte) in "SQLite format 3\0".utf8.enumerated() { page[index] = byte }
    page.put16(pages.pageSize == 65536 ? 1 : pages.pageSize, at: 16)
    page[18] = 1
    page[19] = 1
    page[21] = 64
    page[22] = 32
    page[23] = 32
    page.put32(1, at: 24)
    page.put32(pages.pageCount, at: 28)
    page.put32(freeList.first, at: 32)
    page.put32(freeList.count, at: 36)
    page.put32(1, at: 40)
    page.put32(4, at: 44)
    page.put32(1, at: 56)
    page.put32(1, at: 92)
    page.put32(3_040_001, at: 96)
  }

  private func writePage(
    _ number: UInt32, _ fill: (UnsafeMutablePointer<UInt8>) -> Void
  ) throws(TableFileError) {
    let page = UnsafeMutablePointer<UInt8>.allocate(capacity: pages.pageSize)
    defer { page.deallocate() }
    page.initialize(repeating: 0, count: pages.pageSize)
    fill(page)
    try pages.write(UnsafeRawBufferPointer(start: page, count: pages.pageSize), atPage: number)
  }
}

extension RowWriter {
  /// Appends a Swift string as text; convenient where speed does not matter.
  public func append(text: String) {
    var text = text
    text.withUTF8 { append(text: $0) }
  }
}
