#include "CNumber.h"
#if defined(__x86_64__)
#include <immintrin.h>
#elif defined(__ARM_NEON)
#include <arm_neon.h>
#endif

namespace {

/// One bit a byte of a group of 64.
struct Group {
  uint64_t structure, not_ascii, zero;
};

/// Writes the positions of the bits that are set; eight at a time, those beyond the last are overwritten later.
inline __attribute__((always_inline)) uint32_t *put(uint32_t *out, uint32_t base, uint64_t bits) {
  uint32_t *end = out + __builtin_popcountll(bits);
  while (bits) {
    for (int i = 0; i < 8; ++i) {
      out[i] = base + uint32_t(__builtin_ctzll(bits | uint64_t(1) << 63));
      bits &= bits - 1;
    }
    out += 8;
  }
  return end;
}

template <class Scan>
inline __attribute__((always_inline)) size_t mark(
    const uint8_t *bytes, size_t count, uint32_t *marks, uint32_t *flags, Scan scan) {
  uint32_t *out = marks;
  uint64_t not_ascii = 0, zero = 0;
  for (size_t base = 0; base < count; base += 64) {
    Group group = scan(bytes + base);
    if (count - base < 64) {
      uint64_t inside = (uint64_t(1) << (count - base)) - 1;
      group.structure &= inside;
      group.not_ascii &= inside;
      group.zero &= inside;
    }
    not_ascii |= group.not_ascii;
    zero |= group.zero;
    out = put(out, uint32_t(base), group.structure);
  }
  *flags = (not_ascii ? denchi_mark_not_ascii : 0) | (zero ? denchi_mark_zero_byte : 0);
  return size_t(out - marks);
}

#if defined(__x86_64__)

__attribute__((target("avx2,bmi,popcnt"))) size_t mark_avx2(
    const uint8_t *bytes, size_t count, uint32_t *marks, uint32_t *flags) {
  uint32_t *out = marks;
  uint64_t not_ascii = 0, zero = 0;
  const __m256i comma = _mm256_set1_epi8(','), line = _mm256_set1_epi8('\n'), quote = _mm256_set1_epi8('"');
  const __m256i none = _mm256_setzero_si256();
  for (size_t base = 0; base < count; base += 64) {
    Group group = {0, 0, 0};
    for (int i = 0; i < 2; ++i) {
      __m256i v = _mm256_loadu_si256(reinterpret_cast<const __m256i *>(bytes + base + 32 * i));
      __m256i hit = _mm256_or_si256(
          _mm256_cmpeq_epi8(v, comma), _mm256_or_si256(_mm256_cmpeq_epi8(v, line), _mm256_cmpeq_epi8(v, quote)));
      group.structure |= uint64_t(uint32_t(_mm256_movemask_epi8(hit))) << (32 * i);
      group.not_ascii |= uint64_t(uint32_t(_mm256_movemask_epi8(v))) << (32 * i);
      group.zero |= uint64_t(uint32_t(_mm256_movemask_epi8(_mm256_cmpeq_epi8(v, none)))) << (32 * i);
    }
    uint64_t inside = count - base < 64 ? (uint64_t(1) << (count - base)) - 1 : ~uint64_t(0);
    not_ascii |= group.not_ascii & inside;
    zero |= group.zero & inside;
    out = put(out, uint32_t(base), group.structure & inside);
  }
  *flags = (not_ascii ? denchi_mark_not_ascii : 0) | (zero ? denchi_mark_zero_byte : 0);
  return size_t(out - marks);
}

Group scan(const uint8_t *p) {
  const __m128i comma = _mm_set1_epi8(','), line = _mm_set1_epi8('\n'), quote = _mm_set1_epi8('"');
  const __m128i none = _mm_setzero_si128();
  Group group = {0, 0, 0};
  for (int i = 0; i < 4; ++i) {
    __m128i v = _mm_loadu_si128(reinterpret_cast<const __m128i *>(p + 16 * i));
    __m128i hit = _mm_or_si128(
        _mm_cmpeq_epi8(v, comma), _mm_or_si128(_mm_cmpeq_epi8(v, line), _mm_cmpeq_epi8(v, quote)));
    group.structure |= uint64_t(uint32_t(_mm_movemask_epi8(hit))) << (16 * i);
    group.not_ascii |= uint64_t(uint32_t(_mm_movemask_epi8(v))) << (16 * i);
    group.zero |= uint64_t(uint32_t(_mm_movemask_epi8(_mm_cmpeq_epi8(v, none)))) << (16 * i);
  }
  return group;
}

#elif defined(__ARM_NEON)

uint64_t bits(uint8x16_t m) {
  static const uint8_t weights[16] = {1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
  uint8x16_t w = vandq_u8(m, vld1q_u8(weights));
  return uint64_t(vaddv_u8(vget_low_u8(w))) | uint64_t(vaddv_u8(vget_high_u8(w))) << 8;
}
Group scan(const uint8_t *p) {
  Group group = {0, 0, 0};
  for (int i = 0; i < 4; ++i) {
    uint8x16_t v = vld1q_u8(p + 16 * i);
    uint8x16_t hit = vorrq_u8(vceqq_u8(v, vdupq_n_u8(',')),
                              vorrq_u8(vceqq_u8(v, vdupq_n_u8('\n')), vceqq_u8(v, vdupq_n_u8('"'))));
    group.structure |= bits(hit) << (16 * i);
    group.not_ascii |= bits(vcgeq_u8(v, vdupq_n_u8(128))) << (16 * i);
    group.zero |= bits(vceqq_u8(v, vdupq_n_u8(0))) << (16 * i);
  }
  return group;
}

#else

Group scan(const uint8_t *p) {
  Group group = {0, 0, 0};
  for (int i = 0; i < 64; ++i) {
    uint8_t b = p[i];
    group.structure |= uint64_t(b == ',' || b == '\n' || b == '"') << i;
    group.not_ascii |= uint64_t(b > 127) << i;
    group.zero |= uint64_t(b == 0) << i;
  }
  return group;
}

#endif

}  // namespace

size_t denchi_mark(const uint8_t *bytes, size_t count, uint32_t *marks, uint32_t *flags) {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") && __builtin_cpu_supports("popcnt"))
    return mark_avx2(bytes, count, marks, flags);
#endif
  return mark(bytes, count, marks, flags, scan);
}
