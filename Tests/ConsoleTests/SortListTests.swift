import Engine
import Testing

@testable import Console

@Suite struct SortListTests {
  @Test(arguments: [
    ("plan,-mrr", ["plan", "-mrr"]), ("", []), (",plan,,", ["plan"]),
    ("-\"net, of tax\",plan", ["-net, of tax", "plan"]),
    ("\"-minus\"", ["-minus"]), ("\"two \"\"quotes\"\"\"", ["two \"quotes\""]), ("\"open", ["open"]), ("a b", ["a b"]),
  ])
  func `What is typed is read`(_ text: String, _ columns: [String]) {
    #expect(SortList.parse(text).map { ($0.descends ? "-" : "") + $0.column } == columns)
  }

  @Test(arguments: ["plan", "net, of tax", "-minus", "two \"quotes\"", "\"", ",", "名前"])
  func `Whatever a column is called, it is found again`(_ name: String) {
    let sorts = [RowSort(name, descends: true), RowSort(name), RowSort("last")]
    #expect(SortList.parse(SortList.text(sorts)) == sorts)
  }
}
