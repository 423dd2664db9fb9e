#ifndef DENCHI_CNUMBER_H
#define DENCHI_CNUMBER_H
#include <stddef.h>
#include <stdint.h>
#ifdef __cplusplus
extern "C" {
#endif
/// Reads a decimal number (optional sign, digits, fraction, exponent) that fills all of `[first, last)`.
/// Returns 0 and sets `value`, or 1 where the text is not a number.
/// "inf" and "nan" are read as such, too large numbers as infinity: the caller refuses what is not finite.
int denchi_parse_double(const char *first, const char *last, double *value);

/// Bits of `flags` that `denchi_mark` sets.
enum { denchi_mark_not_ascii = 1, denchi_mark_zero_byte = 2 };

/// Finds the bytes that give CSV its structure: comma, line feed and quotation mark, quoted or not.
///
/// Writes their positions in ascending order to `marks`, which holds at least `count + 16`, and returns how many.
/// Reads whole groups of 64 bytes: `bytes` must be readable for 64 bytes after `count`; marks there are not reported.
/// Tells in `flags` whether any byte is above 127 or zero.
size_t denchi_mark(const uint8_t *bytes, size_t count, uint32_t *marks, uint32_t *flags);
/// Ten to the power of 0 to 16, which a double holds exactly.
static inline double denchi_power_of_ten(ptrdiff_t exponent) {
  static const double powers[17] = {1e0, 1e1, 1e2,  1e3,  1e4,  1e5,  1e6,  1e7, 1e8,
                                    1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16};
  return powers[exponent];
}

/// Ten to the power of 0 to 8.
static inline uint64_t denchi_integer_power(ptrdiff_t exponent) {
  static const uint64_t powers[9] = {1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000};
  return powers[exponent];
}

/// Asks for the cache line of an address that is to be read soon.
static inline void denchi_prefetch(const void *address) { __builtin_prefetch(address); }
#ifdef __cplusplus
}
#endif
#endif
