#ifndef DENCHI_CNUMBER_H
#define DENCHI_CNUMBER_H
#ifdef __cplusplus
extern "C" {
#endif
/// Reads a decimal number (RFC-style: optional sign, digits, fraction, exponent) that fills all of `[first, last)`.
/// Returns 0 and sets `value`, or 1 where the text is not a number or is out of range.
/// "inf" and "nan" are read as such: the caller refuses what is not finite.
int denchi_parse_double(const char *first, const char *last, double *value);
#ifdef __cplusplus
}
#endif
#endif
