internal import Engine
internal import Project
internal import TerminalKit

/// What `w` writes: the list that is in front.
extension GatesScreen {
  package func exportName(_ context: ScreenContext) -> String? {
    switch level {
    case .nodes: shownNodes(context).isEmpty ? nil : "gates.csv"
    case .checks(let node): checks.isEmpty ? nil : "\(context.name(of: node))-checks.csv"
    case .rows: check.map { "\($0.name).csv" }
    case .whole: whole?.found == nil ? nil : check.map { "\($0.name)-rows.csv" }
    case .parents: chosenParent.flatMap { $0.page.rows.isEmpty ? nil : "\(context.name(of: $0.node))-rows.csv" }
    }
  }

  package func export(_ context: ScreenContext) -> (name: String, text: String)? {
    guard let name = exportName(context) else { return nil }
    switch level {
    case .nodes: return (name, nodeTable(context))
    case .checks: return (name, checkTable)
    case .rows: return (name, grid.commaSeparated)
    case .whole: return (name, wholeGrid.commaSeparated)
    case .parents:
      return chosenParent.map { parent in
        (name, CommaSeparated.text(parent.page.columns.map(\.name), parent.page.rows))
      }
    }
  }

  private func nodeTable(_ context: ScreenContext) -> String {
    let rows = shownNodes(context).map { id -> [String?] in
      let status = context.status[id]
      return [context.name(of: id), status.state.mark.word]
        + GateKind.allCases.flatMap { kind -> [String?] in
          let gate = status.gates[kind]
          return [
            gate?.state.mark.word, gate.map { "\($0.passed)" }, gate.map { "\($0.warned)" },
            gate.map { "\($0.failed)" },
          ]
        } + [status.rows.map { "\($0)" }, status.step?.reason]
    }
    let gates = GateKind.allCases.flatMap { kind in
      ["", "_passed", "_warned", "_failed"].map { kind.rawValue + $0 }
    }
    return CommaSeparated.text(["node", "state"] + gates + ["rows", "reason"], rows)
  }

  private var checkTable: String {
    let rows = checks.map { check -> [String?] in
      [
        check.gate.rawValue, check.name, check.state.mark.word, check.severity.rawValue,
        check.measured.map(Figures.measure), check.wanted, check.rowsFailing.map { "\($0)" }, "\(check.seconds)",
        check.message,
      ]
    }
    return CommaSeparated.text(
      ["gate", "check", "state", "severity", "measured", "wanted", "rows_failing", "seconds", "message"], rows)
  }
}
