package import Engine
package import Project

/// Something a screen can be opened at; what history, links and the command line speak of.
package enum Place: Sendable, Hashable {
  case node(NodeID)
  case gate(NodeID, GateKind)
  case table(RelationName)
  case run(RunID)
}
