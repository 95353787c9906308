/// One pass over the words of a command line: which command, which words belong to which option.
struct CommandLineReading {
  enum Outcome { case command, help, version }

  private(set) var command: Command
  private(set) var path: [String]
  /// Options of the commands above the current one.
  private(set) var inherited: [any AnyCommandOption] = []
  private let words: [String]
  private var index = 0
  private var optionWords: [String: [String]] = [:]
  private var operandWords: [String] = []

  init(root: Command, words: [String]) {
    command = root
    path = [root.name]
    self.words = words
  }

  private var options: [any AnyCommandOption] { command.options + inherited }

  mutating func run() throws(UsageError) -> Outcome {
    while index < words.count {
      let word = words[index]
      index += 1
      if word == "--" {
        operandWords += words[index...]
        index = words.count
      } else if word == "--help" || word == "-h" {
        return .help
      } else if word == "--version", path.count == 1 {
        return .version
      } else if word.hasPrefix("--") {
        try readLongOption(word)
      } else if word.hasPrefix("-"), word.utf8.count > 1 {
        try readShortOptions(word)
      } else if try readCommand(word) == .help {
        return .help
      }
    }
    if let name = command.defaultSubcommand, let next = command.subcommand(name) { descend(into: next) }
    if command.action == nil { throw .missingCommand(of: path.joined(separator: " ")) }
    return .command
  }

  /// Turns the collected words into values.
  func arguments(environment: [String: String]) throws(UsageError) -> Arguments {
    var arguments = Arguments(path: path, words: words)
    for option in options {
      let declaration = option.declaration
      var found = optionWords[declaration.name]
      if found == nil,
        let text = declaration.environment.lazy.compactMap({ environment[$0] }).first(where: { !$0.isEmpty })
      {
        found = declaration.arity == .many ? text.split(separator: " ").map(String.init) : [text]
      }
      if let found { arguments.set(try option.value(from: found), forOption: declaration.name) }
    }
    var left = operandWords[...]
    for operand in command.operands {
      let declaration = operand.declaration
      let taken = declaration.arity == .rest ? left : left.prefix(1)
      if taken.isEmpty {
        if declaration.arity == .required { throw .missingOperand(declaration.name) }
        continue
      }
      left = left.dropFirst(taken.count)
      arguments.set(try operand.value(from: Array(taken)), forOperand: declaration.name)
    }
    if let extra = left.first {
      let listing = command.operands.isEmpty ? options.first { $0.declaration.arity == .many } : nil
      throw .unexpectedOperand(extra, option: listing?.declaration.name)
    }
    return arguments
  }

  // MARK: Words

  private mutating func descend(into next: Command) {
    inherited = command.options + inherited
    command = next
    path.append(next.name)
  }

  private mutating func readCommand(_ word: String) throws(UsageError) -> Outcome {
    if command.subcommands.isEmpty {
      operandWords.append(word)
      return .command
    }
    if let next = command.subcommand(word) {
      descend(into: next)
      return .command
    }
    if word == "help", path.count == 1 {
      for name in words[index...] where !name.hasPrefix("-") {
        guard let next = command.subcommand(name) else { throw unknownCommand(name) }
        descend(into: next)
      }
      return .help
    }
    throw unknownCommand(word)
  }

  private func unknownCommand(_ word: String) -> UsageError {
    let known = command.subcommands.filter { !$0.isHidden }.flatMap { [$0.name] + $0.aliases }
    return .unknownCommand(
      word, of: path.joined(separator: " "), suggestions: Suggestion.nearest(to: word, among: known))
  }

  private mutating func readLongOption(_ word: String) throws(UsageError) {
    let name: String
    let attached: String?
    if let equals = word.firstIndex(of: "=") {
      name = String(word[..<equals])
      attached = String(word[word.index(after: equals)...])
    } else {
      name = word
      attached = nil
    }
    let (option, isNegated) = try lookUp(name, typed: word)
    try take(option, attached: attached, isNegated: isNegated, spelling: name)
  }

  private mutating func readShortOptions(_ word: String) throws(UsageError) {
    var rest = Substring(word.dropFirst())
    while let letter = rest.first {
      rest = rest.dropFirst()
      let name = "-\(letter)"
      let (option, _) = try lookUp(name, typed: word)
      if option.arity == .none {
        try take(option, attached: nil, isNegated: false, spelling: name)
      } else {
        try take(option, attached: rest.isEmpty ? nil : String(rest), isNegated: false, spelling: name)
        return
      }
    }
  }

  private mutating func lookUp(_ name: String, typed: String) throws(UsageError) -> (OptionDeclaration, Bool) {
    if let found = find(name) { return found }
    // `sluice --theme x` means the default subcommand's option.
    if let fallback = command.defaultSubcommand, let next = command.subcommand(fallback) {
      let here = self
      descend(into: next)
      if let found = find(name) { return found }
      self = here
    }
    let known = options.filter { !$0.declaration.isHidden }.flatMap { $0.declaration.names + $0.declaration.negations }
    throw .unknownOption(name, suggestions: Suggestion.nearest(to: name, among: known + ["--help"]))
  }

  private func find(_ name: String) -> (OptionDeclaration, Bool)? {
    for option in options {
      if option.declaration.names.contains(name) { return (option.declaration, false) }
      if option.declaration.negations.contains(name) { return (option.declaration, true) }
    }
    return nil
  }

  private mutating func take(
    _ option: OptionDeclaration, attached: String?, isNegated: Bool, spelling: String
  ) throws(UsageError) {
    switch option.arity {
    case .none:
      if let attached { throw .unexpectedValue(option: spelling, value: attached) }
      optionWords[option.name] = [isNegated ? "false" : "true"]
    case .one:
      guard let value = attached ?? nextValue() else {
        throw .missingValue(option: spelling, placeholder: option.placeholder)
      }
      optionWords[option.name, default: []].append(value)
    case .many:
      var values = attached.map { [$0] } ?? []
      if attached == nil {
        while let value = nextValue(inList: true) { values.append(value) }
      }
      if values.isEmpty { throw .missingValue(option: spelling, placeholder: option.placeholder) }
      optionWords[option.name, default: []] += values
    }
  }

  /// The next word when it can be a value: a word that starts with a dash counts only where one value must come, and
  /// only when it is not the name of an option (`--limit -1` is a value, `--target --full-refresh` is a mistake).
  private mutating func nextValue(inList: Bool = false) -> String? {
    guard index < words.count else { return nil }
    let word = words[index]
    if word.hasPrefix("-"), word != "-" {
      let name = word.split(separator: "=", maxSplits: 1).first.map(String.init) ?? word
      if inList || word == "--" || word == "--help" || word == "-h" || find(name) != nil { return nil }
    }
    index += 1
    return word
  }
}
