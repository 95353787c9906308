import CommandLineKit
import Engine
import Project

/// `sluice plan`: what a build would do, and why, without doing it.
enum PlanCommand {
  static let command = Command(
    "plan", summary: "Show what a build would do, and why, without doing it.",
    options: [CommonOptions.output] + RunOptions.choosing + ProjectOptions.all, section: "Run"
  ) { arguments in
    let place = try ProjectPlace(arguments)
    let request = RunOptions.request(arguments, .build, place: place)
    let project = try RunLaunch.loaded(request, ProjectPreparation(environment: ProcessEnvironment.all), arguments)
    let plan = try await RunPreview.plan(request, state: StateDirectory(project.target.stateDirectory))
    if arguments[CommonOptions.output] == .table {
      printTree(plan)
    } else {
      DataOutput.print(
        arguments[CommonOptions.output], columns: ["node", "action", "reason", "after"],
        rows: plan.steps.map { step in
          [
            .text(step.id.rawValue), .text(step.action.rawValue), .text(step.reason),
            .text(step.parents.map(\.rawValue).joined(separator: " ")),
          ]
        })
    }
    return .success
  }

  private static func printTree(_ plan: Plan) {
    let paint = Paint(descriptor: 1)
    var counts: [PlannedStep.Action: Int] = [:]
    for line in PlanTree(plan, ascii: !Locale.isUTF8).lines {
      let step = line.step
      let colour: Paint.Colour = step.action == .build ? .green : step.action == .skip ? .yellow : .muted
      let also = line.alsoAfter.isEmpty ? "" : ", after \(line.alsoAfter.map(NodeName.short).joined(separator: ", "))"
      let why = step.reason.isEmpty ? "" : ": \(EscapedText.of(step.reason))"
      StandardOutput.write(
        "\(line.branches)\(NodeName.short(step.id))  \(paint(colour, step.action.rawValue + why))\(paint(.muted, also))\n"
      )
      counts[step.action, default: 0] += 1
    }
    let told = [PlannedStep.Action.build, .test, .reuse, .skip].compactMap { action in
      counts[action].map { "\(Figures.count($0)) to \(action.rawValue)" }
    }
    Narration.line(told.isEmpty ? "nothing to do" : told.joined(separator: ", "))
  }
}
