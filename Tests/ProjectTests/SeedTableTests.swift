import FoundationEssentials
import Project
import TestSupport
import Testing

@Suite struct `A seed` {
  struct Column: CustomTestStringConvertible {
    var text: String
    var type: String
    var values: [String?]
    var testDescription: String { text }

    /// Columns with what agate makes of them; `Fixtures/seeds/generate.py` writes them.
    static let all: [Column] = {
      let path = ExpectedFacts.folder + "seeds/cases.txt"
      return String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self)
        .split(separator: "\n").compactMap { line in
          guard case .list(let parts)? = try? ConfigValue(json: String(line)), parts.count == 3,
            case .list(let values) = parts[2]
          else { return nil }
          return Column(
            text: parts[0].stringValue ?? "", type: parts[1].stringValue ?? "", values: values.map(\.stringValue))
        }
    }()
  }

  private func table(_ text: String, config: [String: ConfigValue] = [:]) throws -> SeedTable {
    let folder = TemporaryFolder()
    var node = Node(
      id: NodeID("seed.p.s"), resourceType: .seed, name: "s", package: "p", fqn: ["p", "s"],
      location: SourceLocation(file: "seeds/s.csv"), config: NodeConfig(values: config))
    node.details.absolutePath = folder.write(text, to: "s.csv")
    return try SeedTable(node)
  }

  @Test(arguments: Column.all) func `has the types and values agate gives it`(_ column: Column) throws {
    let table = try table(column.text)
    let wanted = column.values.map { $0.map { $0.hasSuffix("+00:00") ? String($0.dropLast(6)) : $0 } }
    #expect(table.columns[0].type.rawValue == column.type)
    #expect(table.rows.map { $0[0] } == wanted)
  }

  @Test func `keeps what column_types says as it is written`() throws {
    let table = try table("code,n\n007,1\n", config: ["column_types": .map([ConfigEntry("code", .string("varchar"))])])
    #expect(table.columns[0].declaredType == "varchar")
    #expect(table.rows == [["007", "1"]])
  }

  @Test func `fills short rows and refuses long ones with their line`() throws {
    #expect(try table("a,b\n1\n").rows == [["1", nil]])
    #expect {
      try table("a,b\n1,2\n1,2,3\n")
    } throws: { error in
      (error as? CompilationFailure)?.messages.first?.location?.line == 3
    }
  }

  @Test func `refuses bytes that are no UTF-8 with their place, and takes the sign that stands for them`() throws {
    let folder = TemporaryFolder()
    var node = Node(
      id: NodeID("seed.p.s"), resourceType: .seed, name: "s", package: "p", fqn: ["p", "s"],
      location: SourceLocation(file: "seeds/s.csv"))
    node.details.absolutePath = folder.write(Array("a,b\n1,\u{FFFD}\n".utf8), to: "s.csv")
    #expect(try SeedTable(node).rows == [["1", "\u{FFFD}"]])
    node.details.absolutePath = folder.write(Array("a,b\n1,x".utf8) + [0xFF, 0x0A], to: "t.csv")
    let broken = node
    #expect {
      try SeedTable(broken)
    } throws: { error in
      let message = (error as? CompilationFailure)?.messages.first
      return message?.location?.line == 2 && message?.location?.column == 4
    }
  }

  @Test func `takes other delimiters, quotes and line ends`() throws {
    let table = try table("a;b\r\n\"x;\"\"y\"\"\";\"two\nlines\"\r\n", config: ["delimiter": .string(";")])
    #expect(table.columns.map(\.name) == ["a", "b"])
    #expect(table.rows == [["x;\"y\"", "two\nlines"]])
  }
}
