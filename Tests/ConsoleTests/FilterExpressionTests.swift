import Engine
import Testing

@testable import Console

@Suite struct FilterExpressionTests {
  private func told(_ text: String) -> [String] {
    FilterExpression.parse(text).map { filter in
      "\(filter.isInverted ? "!" : "")\(filter.column ?? "*") \(filter.comparison) \(filter.value)"
        + (filter.isNull ? " null" : "")
    }
  }

  @Test(arguments: [
    ("plan:pro", ["plan equals pro"]), ("!plan:pro mrr>5", ["!plan equals pro", "mrr greater 5"]),
    ("some words", ["* contains some", "* contains words"]), ("\"some words\"", ["* contains some words"]),
    ("name:\"a b\"", ["name equals a b"]), ("\"net, of tax\">5", ["net, of tax greater 5"]),
    ("\"two \"\"quotes\"\"\"~x", ["two \"quotes\" matches x"]), ("!\"a b\":\"c d\"", ["!a b equals c d"]),
    ("plan:", ["* contains plan:"]), (":x", ["* contains :x"]), ("!", ["* contains !"]),
    ("a:NULL", ["a equals NULL null"]),
    ("a:\"NULL\"", ["a equals NULL"]), ("time<12:30", ["time less 12:30"]),
  ])
  func `What is typed is read`(_ text: String, _ filters: [String]) {
    #expect(told(text) == filters)
  }

  @Test(arguments: ["plan", "text with space", "comma,col", "q\"uote", "a:b", "!x", "<", "名前", "~", "\""])
  func `Whatever a column and its value are called, the condition is read as it was meant`(_ name: String) {
    for value in [name, "", " ", "NULL", nil] {
      let filters = FilterExpression.parse("first " + FilterExpression.equals(name, value) + " last")
      #expect(filters.count == 3)
      #expect(filters[1].column == name && filters[1].comparison == .equals)
      #expect(filters[1].isNull == (value == nil))
      if let value { #expect(filters[1].value == value) }
    }
  }
}
