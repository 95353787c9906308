extension LoadedProject {
  /// A node's relation as templates print it, quoted by the project's rules; nil for what has none.
  public func renderedRelation(of node: Node) -> String? {
    guard let relation = node.relation, node.resourceType != .test || node.config.bool("store_failures") == true else {
      return nil
    }
    let policy = state?.policy(for: node) ?? QuotingPolicy()
    return RelationObject(relation, policy: policy).render()
  }
}
