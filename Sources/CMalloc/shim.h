// The settings of the C library's heap, which Swift's module of the C library leaves out.
#ifndef SLUICE_CMALLOC_SHIM_H
#define SLUICE_CMALLOC_SHIM_H
#include <malloc.h>

static inline int sluice_arena_max(int count) { return mallopt(M_ARENA_MAX, count); }
#endif
