/// Reads the words of a command line against a tree of commands.
///
/// Options may stand before or after subcommands and operands; `--name value`, `--name=value`, `-n value`, `-nvalue` and
/// clusters of one-letter switches are understood; after `--` every word is an operand.
package struct CommandLineParser: Sendable {
  package let root: Command
  package let version: String

  package init(root: Command, version: String) {
    self.root = root
    self.version = version
  }

  /// What a command line asks for.
  package enum Request: Sendable {
    case run(Command, Arguments)
    case help(Command, path: [String], inherited: [any AnyCommandOption])
    case version(String)
  }

  /// A usage error and where in the tree it arose.
  package struct Failure: Error, Sendable {
    package let error: UsageError
    package let path: [String]
  }

  /// - Parameters:
  ///   - words: the command line without the program's name.
  ///   - environment: looked at for options that name environment variables.
  package func parse(_ words: [String], environment: [String: String] = [:]) throws(Failure) -> Request {
    var reading = CommandLineReading(root: root, words: words)
    do throws(UsageError) {
      switch try reading.run() {
      case .command: return .run(reading.command, try reading.arguments(environment: environment))
      case .help: return .help(reading.command, path: reading.path, inherited: reading.inherited)
      case .version: return .version(version)
      }
    } catch {
      throw Failure(error: error, path: reading.path)
    }
  }
}
