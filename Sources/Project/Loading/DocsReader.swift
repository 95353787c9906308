import Jinja

/// Reads `{% docs %}` blocks.
struct DocsReader {
  let log: MessageLog

  func read(_ files: PackageFiles, into docs: inout DocsCatalog) {
    for text in files.docs where text.text.contains("{%") {
      do throws(JinjaError) {
        let template = try Template(parsing: text.text, name: text.shownPath, syntax: MacroFiles.syntax)
        for block in template.blocks where block.keyword == "docs" {
          docs.add(
            DocsCatalog.Block(
              package: files.package.name, name: block.name, text: rendered(block.bodySource.trimmingBlanks()),
              file: text.file.path))
        }
      } catch {
        log.add(ProjectMessage(error))
      }
    }
  }

  /// dbt renders what stands in a block, with nothing in sight; a text that is no template stays as it is.
  private func rendered(_ text: String) -> String {
    guard text.holdsJinja else { return text }
    do throws(JinjaError) {
      let template = try Template(parsing: text, name: "docs")
      return try ProjectRendering.makeEnvironment().render(template) { _ in nil }.text
    } catch {
      return text
    }
  }
}
