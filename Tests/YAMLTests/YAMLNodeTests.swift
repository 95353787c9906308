import Testing
import YAML

@Suite struct `A node` {
  let document = """
    name: shop   # the shop
    models:
      - name: orders
        tags: ["a", 'b']
        description: |
          Two
          lines
    """

  @Test func `knows where it was written`() throws {
    let root = try YAML.parse(document)
    let model = try #require(root["models"]?.sequence?.first)
    #expect(root.position == YAMLPosition(line: 1, column: 1))
    #expect(root["name"]?.position == YAMLPosition(line: 1, column: 7))
    #expect(root["name"]?.end == YAMLPosition(line: 1, column: 11))
    #expect(model.position == YAMLPosition(line: 3, column: 5))
    #expect(model["tags"]?.sequence?[1].position == YAMLPosition(line: 4, column: 17))
    #expect(model.mapping?.entry("description")?.key.position == YAMLPosition(line: 5, column: 5))
  }

  @Test func `keeps the form it was written in`() throws {
    let model = try #require(try YAML.parse(document)["models"]?.sequence?.first)
    #expect(model["tags"]?.style == .flow)
    #expect(model["tags"]?.sequence?.map(\.style) == [.doubleQuoted, .singleQuoted])
    #expect(model["description"]?.style == .literal)
    #expect(model["description"]?.string == "Two\nlines")
  }

  @Test func `keeps the text a number was written as`() throws {
    let node = try YAML.parse("0123")
    #expect(node.int == 83)
    #expect(node.text == "0123")
  }

  @Test func `tells of keys written twice, the later one counting`() throws {
    let mapping = try #require(try YAML.parse("a: 1\nb: 2\na: 3").mapping)
    #expect(mapping["a"]?.int == 3)
    #expect(mapping.map(\.key.text) == ["a", "b"])
    #expect(mapping.duplicates.map(\.key) == ["a"])
    #expect(mapping.duplicates.first?.first == YAMLPosition(line: 1, column: 1))
    #expect(mapping.duplicates.first?.second == YAMLPosition(line: 3, column: 1))
  }

  @Test func `does not call an overridden merge key a slip`() throws {
    let root = try YAML.parse("base: &b {x: 1}\nmine:\n  <<: *b\n  x: 2\n")
    #expect(root["mine"]?["x"]?.int == 2)
    #expect(root["mine"]?.mapping?.duplicates.isEmpty == true)
  }

  @Test func `finds keys in large mappings`() throws {
    let text = (0..<200).map { (number: Int) in "k\(number): \(number)" }.joined(separator: "\n")
    let root = try YAML.parse(text)
    #expect((0..<200).allSatisfy { (number: Int) in root["k\(number)"]?.int == number })
    #expect(root["k200"] == nil)
  }
}
