import Project

extension Plan {
  /// The plan with a decision for every step: what would be built and why, what would be reused, what would be skipped.
  ///
  /// Nothing is run and nothing written. A step below one that will be built is built too, for its input will be
  /// another; one that its input gate would hold is skipped, and what waits for it; what the warehouse cannot assess is
  /// built, and says so.
  package func assessed(by warehouse: any Warehouse, options: StepOptions) async -> Plan {
    var decisions: [(PlannedStep.Action, String)] = []
    for step in steps {
      decisions.append(await decision(for: step, given: decisions, by: warehouse, options))
    }
    var iterator = decisions.makeIterator()
    return deciding { step in iterator.next() ?? (step.action, step.reason) }
  }

  private func decision(
    for step: PlannedStep, given earlier: [(PlannedStep.Action, String)], by warehouse: any Warehouse,
    _ options: StepOptions
  ) async -> (PlannedStep.Action, String) {
    if step.action == .test || command == .test { return (.test, step.reason) }
    let skipped = step.parents.first { parent in
      !step.toleratedParents.contains(parent) && indices[parent].map { earlier[$0].0 == .skip } ?? false
    }
    if let skipped, let parent = self[skipped] { return (.skip, "\(parent.node.name) will not be built") }
    let rebuilt = step.parents.filter { parent in indices[parent].map { earlier[$0].0 == .build } ?? false }
    if !rebuilt.isEmpty {
      let names = rebuilt.compactMap { self[$0]?.node.name }
      let some = names.count > 3 ? names.prefix(3).joined(separator: ", ") + " …" : names.joined(separator: ", ")
      return (.build, "\(some) will be rebuilt")
    }
    let request = StepRequest(
      run: RunID(0), node: step.node, outputTests: step.outputTests, inputTests: step.inputTests, options: options)
    do {
      let assessment = try await warehouse.assess(request)
      return (assessment.canReuse ? .reuse : assessment.wouldBeHeld ? .skip : .build, assessment.reason)
    } catch {
      return (.build, "cannot be assessed: \(error)")
    }
  }
}
