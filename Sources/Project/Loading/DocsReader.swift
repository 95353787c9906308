import Jinja

/// Reads `{% docs %}` blocks.
struct DocsReader {
  let log: MessageLog

  func read(_ files: PackageFiles, into docs: inout DocsCatalog) {
    for text in files.docs where text.text.contains("{%") {
      do throws(JinjaError) {
        let template = try Template(parsing: text.text, name: text.shownPath, syntax: MacroFiles.syntax)
        for block in template.blocks where block.keyword == "docs" {
          docs.add(block.name, block.bodySource.trimmingBlanks(), package: files.package.name)
        }
      } catch {
        log.add(ProjectMessage(error))
      }
    }
  }
}
