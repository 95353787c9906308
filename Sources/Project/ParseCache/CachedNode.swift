extension CacheWriter {
  /// Writes a node, whole.
  mutating func write(_ node: Node) {
    write(node.id.rawValue)
    write(node.resourceType.rawValue)
    write(node.name)
    write(node.package)
    write(node.fqn)
    write(node.location)
    write(node.rawCode)
    write(node.config)
    write(node.materialization.word)
    write(node.relation) {
      $0.write($1.database)
      $0.write($1.schema)
      $0.write($1.identifier)
    }
    write(node.description)
    write(node.columns) { $0.write($1) }
    write(node.dependsOn) { $0.write($1.rawValue) }
    write(node.macroDependencies)
    write(node.layer)
    write(node.test) { $0.write($1) }
    write(node.source) { $0.write($1) }
    write(node.patchLocation) { $0.write($1) }
    write(node.details)
  }

  mutating func write(_ location: SourceLocation) {
    write(location.file)
    write(location.line)
    write(location.column)
  }

  private mutating func write(_ column: ColumnProperties) {
    write(column.name)
    write(column.dataType)
    write(column.description)
    write(column.quote)
    write(column.tags)
    write(column.meta)
    write(column.constraints) { $0.write($1) }
  }

  private mutating func write(_ test: TestDefinition) {
    write(test.genericName)
    write(test.arguments)
    write(test.columnName)
    write(test.attachedNode?.rawValue)
    write(test.severity.rawValue)
    write(test.warnIf)
    write(test.errorIf)
    write(test.failCalc)
    write(test.whereClause)
    write(test.limit) { $0.write($1) }
    write(test.storeFailures) { $0.write($1) }
  }

  private mutating func write(_ source: SourceProperties) {
    write(source.sourceName)
    write(source.tableName)
    write(source.loader)
    write(source.file) {
      $0.write($1.paths)
      $0.write($1.format)
      $0.write($1.options)
      $0.write($1.location)
    }
    write(source.freshness) {
      $0.write($1.warnAfterSeconds) { $0.write($1) }
      $0.write($1.errorAfterSeconds) { $0.write($1) }
      $0.write($1.loadedAtField)
      $0.write($1.loadedAtQuery)
      $0.write($1.filter)
    }
  }

  private mutating func write(_ details: NodeDetails) {
    write(details.path)
    write(details.absolutePath)
    write(details.alias)
    write(details.refs) {
      $0.write($1.name)
      $0.write($1.package)
      $0.write($1.version)
    }
    write(details.sources) {
      $0.write($1.source)
      $0.write($1.table)
    }
    write(details.version)
    write(details.latestVersion)
    write(details.access)
    write(details.group)
    write(details.checksum)
    write(details.constraints) { $0.write($1) }
    write(details.deprecationDate)
    write(details.ownConfig)
    write(details.properties)
    write(details.source) {
      $0.write($1.sourceDescription)
      $0.write($1.sourceMeta)
      $0.write($1.external)
      $0.write($1.quoting.sorted { $0.key < $1.key }.map { ConfigEntry($0.key, .bool($0.value)) })
      $0.write($1.writtenDatabase)
      $0.write($1.writtenSchema)
    }
  }
}

extension CacheReader {
  /// Reads a node back.
  mutating func node() throws(Damage) -> Node {
    let id = NodeID(try text())
    guard let type = ResourceType(rawValue: try text()) else { throw Damage() }
    var node = Node(
      id: id, resourceType: type, name: try text(), package: try text(), fqn: try textList(), location: try location())
    node.rawCode = try text()
    node.config = try config()
    node.materialization = Materialization(try text())
    node.relation = try optional { reader throws(Damage) in
      RelationName(database: try reader.text(), schema: try reader.text(), identifier: try reader.text())
    }
    node.description = try text()
    node.columns = try list { reader throws(Damage) in try reader.column() }
    node.dependsOn = try list { reader throws(Damage) in NodeID(try reader.text()) }
    node.macroDependencies = try textList()
    node.layer = try optionalText()
    node.test = try optional { reader throws(Damage) in try reader.test() }
    node.source = try optional { reader throws(Damage) in try reader.source() }
    node.patchLocation = try optional { reader throws(Damage) in try reader.location() }
    node.details = try details()
    return node
  }

  mutating func location() throws(Damage) -> SourceLocation {
    SourceLocation(file: try text(), line: try int(), column: try int())
  }

  private mutating func optionalInt() throws(Damage) -> Int? {
    try optional { reader throws(Damage) in try reader.int() }
  }

  private mutating func values() throws(Damage) -> [ConfigValue] {
    try list { reader throws(Damage) in try reader.value() }
  }

  private mutating func column() throws(Damage) -> ColumnProperties {
    ColumnProperties(
      name: try text(), dataType: try optionalText(), description: try text(), quote: try bool(), tags: try textList(),
      meta: try value(), constraints: try values())
  }

  private mutating func test() throws(Damage) -> TestDefinition {
    var test = TestDefinition(
      genericName: try optionalText(), arguments: try value(), columnName: try optionalText(),
      attachedNode: try optionalText().map { NodeID($0) })
    guard let severity = TestDefinition.Severity(rawValue: try text()) else { throw Damage() }
    test.severity = severity
    test.warnIf = try text()
    test.errorIf = try text()
    test.failCalc = try text()
    test.whereClause = try optionalText()
    test.limit = try optionalInt()
    test.storeFailures = try optional { reader throws(Damage) in try reader.bool() }
    return test
  }

  private mutating func source() throws(Damage) -> SourceProperties {
    var source = SourceProperties(sourceName: try text(), tableName: try text(), loader: try optionalText())
    source.file = try optional { reader throws(Damage) in
      FileLocation(
        paths: try reader.textList(), format: try reader.optionalText(), options: try reader.value(),
        location: try reader.location())
    }
    source.freshness = try optional { reader throws(Damage) in
      Freshness(
        warnAfterSeconds: try reader.optionalInt(), errorAfterSeconds: try reader.optionalInt(),
        loadedAtField: try reader.optionalText(), loadedAtQuery: try reader.optionalText(),
        filter: try reader.optionalText())
    }
    return source
  }

  private mutating func details() throws(Damage) -> NodeDetails {
    var details = NodeDetails()
    details.path = try text()
    details.absolutePath = try text()
    details.alias = try text()
    details.refs = try list { reader throws(Damage) in
      RefCall(name: try reader.text(), package: try reader.optionalText(), version: try reader.optionalText())
    }
    details.sources = try list { reader throws(Damage) in
      SourceCall(source: try reader.text(), table: try reader.text())
    }
    details.version = try optionalText()
    details.latestVersion = try optionalText()
    details.access = try optionalText()
    details.group = try optionalText()
    details.checksum = try text()
    details.constraints = try values()
    details.deprecationDate = try optionalText()
    details.ownConfig = try entries()
    details.properties = try value()
    details.source = try optional { reader throws(Damage) in
      var source = SourceDetails()
      source.sourceDescription = try reader.text()
      source.sourceMeta = try reader.value()
      source.external = try reader.value()
      for entry in try reader.entries() { source.quoting[entry.key] = entry.value.boolValue }
      source.writtenDatabase = try reader.optionalText()
      source.writtenSchema = try reader.optionalText()
      return source
    }
    return details
  }
}
