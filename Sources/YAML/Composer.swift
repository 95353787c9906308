/// Turns events into nodes: types scalars, follows aliases, folds merge keys in.
struct Composer {
  private let events: EventReader
  private let file: String
  private let limits: YAMLLimits
  /// What each anchor stands for; nil while the node is still being read.
  private var anchors: [String: Anchored?] = [:]
  private var nodes = 0

  private struct Anchored {
    var node: YAMLNode
    var size: Int
  }

  init(events: EventReader, file: String, limits: YAMLLimits) {
    self.events = events
    self.file = file
    self.limits = limits
  }

  /// The one document of the stream.
  mutating func document() throws(YAMLError) -> YAMLNode {
    _ = try events.next()
    let start = try events.next()
    guard case .documentStart = start.kind else {
      return YAMLNode(.scalar(.null), position: YAMLPosition(line: 1, column: 1))
    }
    let root = try node(from: events.next(), depth: 1)
    _ = try events.next()
    let after = try events.next()
    if case .documentStart = after.kind {
      throw YAMLError(
        "expected a single document but found another one", advice: "split the file at '---'", file: file,
        at: after.position)
    }
    return root
  }

  private mutating func node(from event: Event, depth: Int) throws(YAMLError) -> YAMLNode {
    guard depth <= limits.depth else {
      throw error("nested deeper than \(limits.depth) levels", at: event.position)
    }
    let before = nodes
    try count(1, at: event.position)
    if let anchor = event.anchor {
      // libyaml's loader and PyYAML's refuse this, though the standard would let the later one count.
      if anchors[anchor] != nil {
        throw error("found duplicate anchor '\(anchor)'", advice: "name each anchor once", at: event.position)
      }
      anchors[anchor] = .some(nil)
    }
    var node: YAMLNode
    switch event.kind {
    case .alias(let name):
      return try alias(name, at: event.position)
    case .scalar(let text, let plainImplicit):
      let value = try ScalarResolver.resolve(
        text, tag: event.tag, plain: plainImplicit, at: event.position, file: file)
      node = YAMLNode(
        .scalar(value), text: text, style: event.style, position: event.position, end: event.end)
    case .sequenceStart:
      node = try sequence(event, depth: depth)
    case .mappingStart:
      node = try mapping(event, depth: depth)
    default:
      throw error("unexpected end of the document", at: event.position)
    }
    if let anchor = event.anchor { anchors[anchor] = Anchored(node: node, size: nodes - before) }
    return node
  }

  private mutating func alias(_ name: String, at position: YAMLPosition) throws(YAMLError) -> YAMLNode {
    guard let known = anchors[name] else {
      throw error("found undefined alias '\(name)'", advice: "define it with &\(name) before this line", at: position)
    }
    guard let anchored = known else {
      throw error("'*\(name)' stands inside the node it stands for", at: position)
    }
    try count(anchored.size, at: position)
    return anchored.node
  }

  private mutating func sequence(_ start: Event, depth: Int) throws(YAMLError) -> YAMLNode {
    try checkTag(start, allowed: ["seq", "omap", "pairs"])
    var members: [YAMLNode] = []
    while true {
      let event = try events.next()
      if case .sequenceEnd = event.kind {
        return YAMLNode(.sequence(members), style: start.style, position: start.position, end: event.end)
      }
      members.append(try node(from: event, depth: depth + 1))
    }
  }

  private mutating func mapping(_ start: Event, depth: Int) throws(YAMLError) -> YAMLNode {
    try checkTag(start, allowed: ["map", "set"])
    var builder = MappingBuilder(file: file, start: start.position)
    while true {
      let event = try events.next()
      if case .mappingEnd = event.kind {
        return YAMLNode(
          .mapping(builder.finish()), style: start.style, position: start.position, end: event.end)
      }
      let isMerge = event.isMergeKey
      let key = try node(from: event.asKey, depth: depth + 1)
      let value = try node(from: events.next(), depth: depth + 1)
      if isMerge {
        try builder.merge(value)
      } else {
        try builder.add(key: key, value: value)
      }
    }
  }

  private func checkTag(_ event: Event, allowed: [String]) throws(YAMLError) {
    guard let tag = event.tag, tag != "!" else { return }
    let prefix = "tag:yaml.org,2002:"
    if tag.hasPrefix(prefix), allowed.contains(String(tag.dropFirst(prefix.count))) { return }
    throw error("could not determine a constructor for the tag '\(tag)'", advice: "remove the tag", at: event.position)
  }

  private mutating func count(_ more: Int, at position: YAMLPosition) throws(YAMLError) {
    nodes += more
    if nodes > limits.nodes {
      throw error(
        "the document unfolds to more than \(limits.nodes) nodes", advice: "aliases of aliases multiply; write fewer",
        at: position)
    }
  }

  private func error(_ message: String, advice: String? = nil, at position: YAMLPosition) -> YAMLError {
    YAMLError(message, advice: advice, file: file, at: position)
  }
}

extension Event {
  /// Whether this is the plain key `<<`.
  fileprivate var isMergeKey: Bool {
    if tag == "tag:yaml.org,2002:merge" { return true }
    if case .scalar("<<", true) = kind { return tag == nil }
    return false
  }

  /// The event read as a key: `=` and `<<` have types of their own in YAML 1.1, which only keys may have.
  fileprivate var asKey: Event {
    guard case .scalar(let text, true) = kind, text == "=" || text == "<<" else { return self }
    var key = self
    key.kind = .scalar(text: text, plainImplicit: false)
    return key
  }
}
