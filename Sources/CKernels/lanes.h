// Eight doubles side by side, and how functions on them are compiled: once for every x86-64, once for AVX2 and
// once for AVX-512, chosen when the program starts. Only +, -, *, /, sqrt and integer operations are used and
// nothing is contracted or reordered, so all three give the same bits.
#ifndef DENCHI_LANES_H
#define DENCHI_LANES_H
#include <stdint.h>
#include <string.h>

#pragma clang diagnostic ignored "-Wpsabi"

#if !defined(DENCHI_ONE_TARGET) && defined(__x86_64__) && defined(__ELF__) && defined(__GLIBC__) && __has_attribute(target_clones)
#define DISPATCHED \
  __attribute__((target_clones("default", "arch=x86-64-v3", "arch=x86-64-v4"), min_vector_width(512)))
#else
#define DISPATCHED
#endif
#define INLINED static inline __attribute__((always_inline))

typedef double lanes __attribute__((ext_vector_type(8)));
typedef uint64_t words __attribute__((ext_vector_type(8)));
typedef double lanes_in_memory __attribute__((ext_vector_type(8), aligned(8)));

INLINED lanes lanes_load(const double *p) { return *(const lanes_in_memory *)p; }
INLINED void lanes_store(double *p, lanes v) { *(lanes_in_memory *)p = v; }
INLINED words lanes_bits(lanes v) { return (words)v; }
INLINED lanes lanes_of_bits(words w) { return (lanes)w; }

#endif
