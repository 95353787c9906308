/// The walk through the sample that comes with the program.
extension Tour {
  /// From the graph through a run, its gates, tables and history to the log.
  package static let demo = Tour([
    Stop(
      "This is a pipeline: every node is a table, in the columns of its layer. The three dots of each node are its gates: "
        + "input, process, output."),
    Stop("A builds everything. Nothing happens before you have seen what will happen, and why.", keys: "A"),
    Stop(
      "y agrees. Each step builds its table beside the old one and checks it there; only what passes is published, in one "
        + "transaction. The run goes on without this window.", keys: "y", wait: .runEnds),
    Stop("Nothing had changed, so nothing was done again. That is what the round arrows say.", onlyAfter: .success),
    Stop(
      "Something is wrong with the data. f goes to the first failure and folds what it held back under it.", keys: "f",
      onlyAfter: .failure),
    Stop(
      "⏎ goes down to the gates of a node: what was checked, what was measured, how it went before.", keys: "<enter>"),
    Stop("Another ⏎ shows the failing rows themselves.", keys: "<enter>", wait: .seconds(7), onlyAfter: .failure),
    Stop(
      "2 is the gate board: every node, every gate, rows in and out.", keys: "2<esc>", onlyAfter: .success),
    Stop(
      "2 is the gate board: every node, every gate, rows in and out.", keys: "2<esc><esc>", onlyAfter: .failure),
    Stop("3 opens the tables, of any size, by pages. Here is what the pipeline published.", keys: "3<down><enter>"),
    Stop(
      "4 is time: a slowly changing table as it was on any day. < steps back from change to change.",
      keys: "4<enter><<"),
    Stop(
      "5 has every run. ⏎ shows where the time went; the critical path is in full colour.", keys: "5<down><enter>",
      onlyAfter: .success),
    Stop(
      "5 has every run. ⏎ shows where the time went, and what stopped it; the critical path is in full colour.",
      keys: "5<enter>", onlyAfter: .failure),
    Stop("p tells a run again, event by event, at any speed.", keys: "<esc>p", wait: .seconds(8)),
    Stop("6 is the log: filters keep your line, G follows the end.", keys: "q6"),
    Stop(
      "? lists every key that works here, : takes commands, ! shows the shell command that does the same. "
        + "The rest is yours.",
      keys: "1?", wait: .seconds(8)),
    Stop("That was the tour. Esc closes this; q leaves.", keys: "<esc>", wait: .seconds(5)),
  ])
}
