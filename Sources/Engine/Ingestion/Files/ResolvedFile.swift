package import Compression

/// One file of a source, as it was found.
package struct ResolvedFile: Sendable, Equatable {
  /// Its path.
  package let path: String
  /// Its size in bytes, as it lies there.
  package let size: Int
  /// How it is packed, by its first bytes.
  package let compression: CompressionFormat
}
