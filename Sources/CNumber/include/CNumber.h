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
/// Writes their positions in ascending order to `marks`, which holds at least `count + 8`, and returns how many.
/// Reads whole groups of 64 bytes: `bytes` must be readable for 64 bytes after `count`; marks there are not reported.
/// Tells in `flags` whether any byte is above 127 or zero.
size_t denchi_mark(const uint8_t *bytes, size_t count, uint32_t *marks, uint32_t *flags);
#ifdef __cplusplus
}
#endif
#endif
