package import Project

/// A plan drawn as a tree: every step once, under the last of the steps it waits for.
package struct PlanTree: Sendable {
  /// One line: what stands before the step's name, and the step.
  package struct Line: Sendable {
    /// Branches, two columns a level.
    package var branches: String
    package var step: PlannedStep
    /// Further steps it waits for, which stand elsewhere in the tree.
    package var alsoAfter: [NodeID]
  }

  package let lines: [Line]

  /// - Parameter ascii: Branches without box-drawing characters.
  package init(_ plan: Plan, ascii: Bool = false) {
    var below = [[Int]](repeating: [], count: plan.steps.count)
    var roots: [Int] = []
    for (position, step) in plan.steps.enumerated() {
      if let parent = step.parents.compactMap({ plan.indices[$0] }).max() {
        below[parent].append(position)
      } else {
        roots.append(position)
      }
    }
    let signs = ascii ? (branch: "|-", last: "`-", through: "| ") : (branch: "├─", last: "└─", through: "│ ")
    var lines: [Line] = []
    // A stack and no recursion: a chain may be thousands of steps deep.
    var stack = roots.reversed().map { (position: $0, branches: "", indent: "") }
    while let (position, branches, indent) = stack.popLast() {
      let step = plan.steps[position]
      let shown = step.parents.compactMap { plan.indices[$0] }.max()
      let others = step.parents.filter { plan.indices[$0] != shown }
      lines.append(Line(branches: branches, step: step, alsoAfter: others))
      for (index, child) in below[position].enumerated().reversed() {
        let isLast = index == below[position].count - 1
        stack.append((child, indent + (isLast ? signs.last : signs.branch), indent + (isLast ? "  " : signs.through)))
      }
    }
    self.lines = lines
  }
}
