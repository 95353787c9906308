/// Strings as Python sees them: sequences of code points.
extension String {
  /// The number of code points.
  var scalarCount: Int {
    var count = 0
    for byte in utf8 where byte & 0xC0 != 0x80 { count += 1 }
    return count
  }

  /// The code point at `index`, counted from 0.
  func scalar(at index: Int) -> String? {
    guard index >= 0 else { return nil }
    let view = unicodeScalars
    guard let position = view.index(view.startIndex, offsetBy: index, limitedBy: view.endIndex),
      position < view.endIndex
    else { return nil }
    return String(view[position])
  }

  init(scalars: some Sequence<Unicode.Scalar>) {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    self = String(view)
  }
}
