/// A command of the `:` line.
package struct ConsoleCommand: Sendable {
  package let name: String
  package let help: String
  /// What its argument could be, for completion.
  package let values: @Sendable (ScreenContext) -> [String]
  package let run: @Sendable (String, ScreenContext) -> [Effect]

  /// A command of a name.
  package init(
    _ name: String, help: String, values: @escaping @Sendable (ScreenContext) -> [String] = { _ in [] },
    run: @escaping @Sendable (String, ScreenContext) -> [Effect]
  ) {
    self.name = name
    self.help = help
    self.values = values
    self.run = run
  }
}
