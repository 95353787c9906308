import Testing

@testable import Engine

@Suite("JSON is read and written as RFC 8259 says")
struct JSONValueTests {
  /// Left: a text; right: the same value as Python's `json.dumps(json.loads(text), separators=(",", ":"))` writes it.
  @Test(
    "Texts keep their value",
    arguments: [
      (#" { "a" : [ 1 , -2.5 , true , null ] , "b" : { } } "#, #"{"a":[1,-2.5,true,null],"b":{}}"#),
      (#""\u00fc \ud83d\ude00 \n \/""#, "\"ü 😀 \\n /\""), (#""a\"b\\""#, #""a\"b\\""#), ("[]", "[]"),
      ("9223372036854775807", "9223372036854775807"), (#""\u0000\u001f""#, #""\u0000\u001f""#),
    ])
  func roundTrip(text: String, written: String) throws {
    #expect(try JSONValue(parsing: text).text == written)
  }

  @Test(
    "What is not JSON is refused",
    arguments: ["", "{", "[1,]", "{\"a\"}", "nul", "\"a", "1 2", "{'a':1}", "\"\u{1}\"", "\"\\x\"", "--1"])
  func refused(text: String) {
    #expect(throws: JSONValue.SyntaxError.self) { try JSONValue(parsing: text) }
  }

  @Test("Nesting that would exhaust the stack is refused")
  func deep() {
    let text = String(repeating: "[", count: 100_000)
    #expect(throws: JSONValue.SyntaxError.self) { try JSONValue(parsing: text) }
  }
}
