package import Project

/// What a step leaves behind.
public enum StepProduct: String, Sendable, CaseIterable {
  /// Rows, in a table.
  case table
  /// A statement that has rows only when it is read.
  case view
  /// Nothing but what it found: a test.
  case verdict

  /// What the step of a node leaves behind.
  package init(of node: Node) {
    self =
      switch node.resourceType {
      case .test, .unitTest: .verdict
      default: node.materialization == .view ? .view : .table
      }
  }

  /// As read from a store that did not say it yet: tests are told by their names.
  init(unsaid node: NodeID) {
    self = node.rawValue.hasPrefix("test.") || node.rawValue.hasPrefix("unit_test.") ? .verdict : .table
  }
}

extension StepRecord {
  /// Rows it wrote; `nil` where it leaves none to count.
  package var writtenRows: Int64? {
    product == .table ? progress.rowsWritten : nil
  }
}
