// zlib (gzip) and zstd, as streams.
#ifndef SLUICE_CCOMPRESSION_SHIM_H
#define SLUICE_CCOMPRESSION_SHIM_H
#include <zlib.h>
#include <zstd.h>

/// `inflateInit2` is a macro; 47 = 15 window bits + automatic gzip/zlib header detection.
static inline int sluice_inflate_init_any(z_stream *stream) { return inflateInit2(stream, 47); }
/// gzip output at `level`; 31 = 15 window bits + gzip header.
static inline int sluice_deflate_init_gzip(z_stream *stream, int level) {
  return deflateInit2(stream, level, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY);
}
#endif
