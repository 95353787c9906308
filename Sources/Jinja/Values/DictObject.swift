/// A Python dictionary: a reference, ordered by insertion, with Python's equality of keys (`1 == 1.0 == True`).
public final class DictObject {
  /// The entries in order.
  public private(set) var entries: [(key: Value, value: Value)] = []
  /// Where each key is; built when the dictionary has grown past what is quicker to search through.
  private var index: [Value: Int]?
  private static let searchedEntries = 8

  /// An empty dictionary.
  public init() {}

  /// A dictionary with these entries; later entries replace earlier ones with an equal key.
  public init(_ entries: [(Value, Value)]) {
    self.entries.reserveCapacity(entries.count)
    for (key, value) in entries { self[key] = value }
  }

  public var count: Int { entries.count }
  public var isEmpty: Bool { entries.isEmpty }
  public var keys: [Value] { entries.map(\.key) }
  public var values: [Value] { entries.map(\.value) }

  private func position(of key: Value) -> Int? {
    if let index { return index[key] }
    if case .string(let name) = key {
      return entries.firstIndex { if case .string(let other) = $0.key { samePythonText(name, other) } else { false } }
    }
    return entries.firstIndex { $0.key == key }
  }

  /// The value of an equal key; setting nil removes it. A replaced entry keeps its place and its key.
  public subscript(key: Value) -> Value? {
    get { position(of: key).map { entries[$0].value } }
    set {
      guard let newValue else {
        remove(key)
        return
      }
      if let position = position(of: key) {
        entries[position].value = newValue
        return
      }
      entries.append((key, newValue))
      if index != nil {
        index?[key] = entries.count - 1
      } else if entries.count > DictObject.searchedEntries {
        rebuildIndex()
      }
    }
  }

  /// The value of a string key.
  public subscript(name: String) -> Value? {
    get { self[.string(name)] }
    set { self[.string(name)] = newValue }
  }

  /// Takes an entry out and returns its value.
  @discardableResult public func remove(_ key: Value) -> Value? {
    guard let position = position(of: key) else { return nil }
    let removed = entries.remove(at: position).value
    if position == entries.count {
      index?[key] = nil
    } else if index != nil {
      rebuildIndex()
    }
    return removed
  }

  /// Takes all entries out.
  public func removeAll() {
    entries.removeAll()
    index = nil
  }

  private func rebuildIndex() {
    var built: [Value: Int] = [:]
    built.reserveCapacity(entries.count * 2)
    for (position, entry) in entries.enumerated() { built[entry.key] = position }
    index = built
  }
}
