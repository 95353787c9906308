package import Compression

/// One file of a source, as it was found.
package struct ResolvedFile: Sendable {
  /// Its path.
  package let path: String
  /// Its size in bytes, as it lies there.
  package let size: Int
  /// How it is packed, by its first bytes.
  package let compression: CompressionFormat
  /// The hash of its bytes, which whoever reads all of them tells.
  package let digest: ContentDigest

  package init(path: String, size: Int, compression: CompressionFormat) {
    self.path = path
    self.size = size
    self.compression = compression
    digest = ContentDigest(of: path)
  }
}
