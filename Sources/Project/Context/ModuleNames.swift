import Jinja

extension ContextNames {
  /// `modules.datetime`, `modules.pytz`, `modules.re`, `modules.itertools`.
  static let modules: [String: Factory] = [
    "modules": { context in
      .dict([
        ("datetime", DateTimeModule.value(context)), ("pytz", DateTimeModule.pytz),
        ("re", RegularExpressionModule.value), ("itertools", IterationModule.value),
      ])
    }
  ]
}
