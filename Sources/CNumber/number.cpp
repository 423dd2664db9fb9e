#include "CNumber.h"
#include <fast_float/fast_float.h>

int denchi_parse_double(const char *first, const char *last, double *value) {
  if (first != last && *first == '+' && (++first == last || *first == '-')) return 1;
  auto answer = fast_float::from_chars(first, last, *value);
  return answer.ec == std::errc() && answer.ptr == last ? 0 : 1;
}
