#include "CKernels.h"
#include "lanes.h"

// c[0] + c[1] v + ... + c[n] v^n as two Horner schemes in v^2 side by side, which halves the latency.
INLINED lanes polynomial(const double *c, int n, lanes v, lanes square) {
  lanes high = c[n], low = c[n - 1];
  int i = n - 2;
  for (; i >= 1; i -= 2) {
    high = high * square + c[i];
    low = low * square + c[i - 1];
  }
  return i == 0 ? (high * square + c[0]) + low * v : high * v + low;
}

// Weyl sequence of a row, of which the lanes are eight neighbours.
INLINED words sample_steps(uint64_t firstSample) {
  const words lane = {0, 1, 2, 3, 4, 5, 6, 7};
  return (lane + firstSample) * UINT64_C(0x9e3779b97f4a7c15);
}

INLINED words mixed(words h) {
  h = (h ^ (h >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
  h = (h ^ (h >> 27)) * UINT64_C(0x94d049bb133111eb);
  return h ^ (h >> 31);
}

INLINED uint64_t mixed_seed(uint64_t seed) { return dk_mix(seed + UINT64_C(0x9e3779b97f4a7c15)); }

// An odd multiple of 2^-53 in (-1/2, 1/2): the uniform number less one half, exactly.
INLINED lanes centred_uniform(uint64_t key, uint64_t seed, words steps) {
  words h = mixed(steps + dk_mix(key + seed));
  lanes oneToTwo = lanes_of_bits((h >> 12) | UINT64_C(0x3ff0000000000000));
  return (oneToTwo - 1.5) + 0x1p-53;
}

// The quantile as q times a rational function of T - q^2, T = 0.485^2; |q| <= 0.485 (97 % of all draws).
// Least-maximum fit, relative error 5.1e-15; all coefficients positive.
static const double centreLimit = 0.485, centreSquare = 0x1.e1bda5119ce07p-3;
static const double centreP[10] = {
    0x1.1e5cc8f8a4f02p+2,  0x1.a7cea0b0599f8p+9,  0x1.e2fb22a6581dap+15, 0x1.0d8378420eb87p+21,
    0x1.37fca3932204ep+25, 0x1.71690ad6d9aa2p+28, 0x1.a2b82dd5ff280p+30, 0x1.8da184a88b6fap+31,
    0x1.e0db0ee909c6dp+30, 0x1.47d5c7360c7f9p+27};
static const double centreQ[10] = {
    0x1.0000000000000p+0,  0x1.8fb5933c99b68p+7,  0x1.e64cefdcfc831p+13, 0x1.265b8f17bef97p+19,
    0x1.79c729f07b86cp+23, 0x1.ff7281b594c27p+26, 0x1.5afcaa7a1c74ap+29, 0x1.a979fe03b331bp+30,
    0x1.82c6e13918eb8p+30, 0x1.46b94ef0b8f69p+28};

INLINED lanes quantile_centre(lanes q) {
  lanes v = centreSquare - q * q;
  lanes p = polynomial(centreP, 9, v, v * v);
  lanes d = polynomial(centreQ, 9, v, v * v);
  return q * p / d;
}

// log((1 + s) / (1 - s)) = 2 s + s^3 L(s^2), |s| <= 0.1716; error 4.5e-18.
static const double logL[7] = {
    0x1.5555555555558p-1, 0x1.999999999523cp-2, 0x1.2492492e02e42p-2, 0x1.c71c62cfd1639p-3,
    0x1.7462baa9c76c8p-3, 0x1.39fd9df389b99p-3, 0x1.2b617c59e9021p-3};
static const double ln2Head = 0x1.62e42fefa3800p-1, ln2Tail = 0x1.ef35793c76730p-45;

INLINED lanes logarithm(lanes x) {  // of positive normal numbers
  words bits = lanes_bits(x);
  words biased = (bits + (UINT64_C(0x3ff0000000000000) - UINT64_C(0x3fe6a09e00000000))) >> 52;
  lanes k = lanes_of_bits(biased | UINT64_C(0x4330000000000000)) - (0x1p52 + 1023.0);
  lanes m = lanes_of_bits(bits - (biased << 52) + UINT64_C(0x3ff0000000000000));
  lanes s = (m - 1.0) / (m + 1.0), t = s * s;
  lanes l = polynomial(logL, 6, t, t * t);
  return k * ln2Head + (2.0 * s + (s * t * l + k * ln2Tail));
}

// The quantile of p <= 0.015 is minus a rational function of sqrt(-log p) - 1.625. Relative error 3.6e-16.
static const double tailP[7] = {
    0x1.774f5d9a87d95p+0,  0x1.2fea60f9ab5f0p+2,  0x1.689c12ee176eep+2, 0x1.886c01dda011ep+1,
    0x1.93dde70f0de98p-1, 0x1.6875500ac185dp-4, 0x1.9caadf43039f9p-9};
static const double tailQ[7] = {
    0x1.0000000000000p+0,  0x1.0a078759587c1p+1,  0x1.8316a644691a7p+0, 0x1.dfaa92b14a745p-2,
    0x1.e056c3d43de80p-5, 0x1.23c2d095a5508p-9, 0x1.7508802b598b4p-29};

INLINED lanes quantile_tail(lanes q) {
  lanes magnitude = __builtin_elementwise_abs(q);
  lanes v = __builtin_elementwise_sqrt(-logarithm(0.5 - magnitude)) - 1.625;
  lanes p = polynomial(tailP, 6, v, v * v);
  lanes d = polynomial(tailQ, 6, v, v * v);
  return __builtin_elementwise_copysign(p / d, q);
}

// exp(r) = 1 + r + r^2 E(r), |r| <= ln(2) / 2; error 8.6e-16.
static const double expE[9] = {
    0x1.ffffffffffff4p-2,  0x1.5555555553b6bp-3,  0x1.555555555abe5p-5,  0x1.1111111c4e1e8p-7, 0x1.6c16c154baec8p-10,
    0x1.a019ad7b47588p-13, 0x1.a01a30173f37ap-16, 0x1.72c76b304e39bp-19, 0x1.2815dabf12f21p-22};

INLINED lanes exponential(lanes x) {
  x = x > 708.0 ? (lanes)708.0 : x;
  x = x < -708.0 ? (lanes)-708.0 : x;
  const double shift = 0x1.8p52;  // adding it rounds to an integer, held in the low bits
  lanes shifted = x * 0x1.71547652b82fep+0 + shift;
  lanes k = shifted - shift;
  lanes r = (x - k * ln2Head) - k * ln2Tail;
  lanes e = polynomial(expE, 8, r, r * r);
  lanes power = lanes_of_bits((lanes_bits(shifted) << 52) + UINT64_C(0x3ff0000000000000));
  return (1.0 + (r + r * r * e)) * power;
}

enum { blockRows = 64 };

// Quantiles of a block of up to blockRows * 8 centred uniform numbers, in place. The few beyond the centre are
// collected and worked on eight at a time.
INLINED void quantiles(double *q, int rows) {
  uint8_t outside[blockRows] = {0};
  double tail[blockRows * 8 + 8];
  int16_t place[blockRows * 8 + 8];
  int count = 0;
  typedef _Bool flags __attribute__((ext_vector_type(8)));
  for (int r = 0; r < rows; r++) {
    lanes v = lanes_load(q + 8 * r);
    flags f = __builtin_convertvector(__builtin_elementwise_abs(v) > centreLimit, flags);
    memcpy(outside + r, &f, 1);
  }
  for (int r = 0; r < rows; r += 8) {
    uint64_t set;
    memcpy(&set, outside + r, 8);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    set = __builtin_bswap64(set);
#endif
    for (; set; set &= set - 1) {
      int i = 8 * r + __builtin_ctzll(set);
      place[count] = (int16_t)i;
      tail[count++] = q[i];
    }
  }
  for (int r = 0; r < rows; r++) lanes_store(q + 8 * r, quantile_centre(lanes_load(q + 8 * r)));
  for (int i = 0; i < 8; i++) tail[count + i] = 0.49;
  for (int t = 0; t < count; t += 8) lanes_store(tail + t, quantile_tail(lanes_load(tail + t)));
  for (int t = 0; t < count; t++) q[place[t]] = tail[t];
}

// Centred uniform numbers of rows first ..< first + count.
INLINED void block_uniforms(const uint64_t *keys, int count, uint64_t seed, words steps, double *q) {
  for (int r = 0; r < count; r++) lanes_store(q + 8 * r, centred_uniform(keys[r], seed, steps));
}

INLINED double *lane_address(double *out, const int32_t *slot, int64_t row) {
  return out + 8 * (slot ? (int64_t)slot[row] : row);
}

DISPATCHED void dk_draw_uniform8(
    const uint64_t *keys, const double *minimum, const double *maximum, const int32_t *slot, int64_t rows,
    uint64_t seed, uint64_t firstSample, double *out) {
  const words steps = sample_steps(firstSample);
  seed = mixed_seed(seed);
  for (int64_t r = 0; r < rows; r++) {
    lanes u = centred_uniform(keys[r], seed, steps) + 0.5;
    lanes_store(lane_address(out, slot, r), minimum[r] + u * (maximum[r] - minimum[r]));
  }
}

DISPATCHED void dk_draw_triangular8(
    const uint64_t *keys, const double *minimum, const double *mode, const double *maximum, const int32_t *slot,
    int64_t rows, uint64_t seed, uint64_t firstSample, double *out) {
  const words steps = sample_steps(firstSample);
  seed = mixed_seed(seed);
  for (int64_t r = 0; r < rows; r++) {
    double width = maximum[r] - minimum[r], rise = mode[r] - minimum[r], fall = maximum[r] - mode[r];
    double sign = width < 0 ? -1.0 : 1.0;  // below zero for bounds in falling order
    lanes u = centred_uniform(keys[r], seed, steps) + 0.5;
    lanes left = minimum[r] + sign * __builtin_elementwise_sqrt(u * width * rise);
    lanes right = maximum[r] - sign * __builtin_elementwise_sqrt((1.0 - u) * width * fall);
    lanes_store(lane_address(out, slot, r), sign * (u * width) < sign * rise ? left : right);
  }
}

DISPATCHED void dk_draw_normal8(
    const uint64_t *keys, const double *mean, const double *deviation, const int32_t *slot, int64_t rows,
    uint64_t seed, uint64_t firstSample, double *out) {
  const words steps = sample_steps(firstSample);
  seed = mixed_seed(seed);
  double z[blockRows * 8];
  for (int64_t first = 0; first < rows; first += blockRows) {
    int count = rows - first < blockRows ? (int)(rows - first) : blockRows;
    block_uniforms(keys + first, count, seed, steps, z);
    quantiles(z, count);
    for (int r = 0; r < count; r++) {
      lanes_store(lane_address(out, slot, first + r), mean[first + r] + deviation[first + r] * lanes_load(z + 8 * r));
    }
  }
}

DISPATCHED void dk_draw_lognormal8(
    const uint64_t *keys, const double *median, const double *sigma, const int32_t *slot, int64_t rows,
    uint64_t seed, uint64_t firstSample, double *out) {
  const words steps = sample_steps(firstSample);
  seed = mixed_seed(seed);
  double z[blockRows * 8];
  for (int64_t first = 0; first < rows; first += blockRows) {
    int count = rows - first < blockRows ? (int)(rows - first) : blockRows;
    block_uniforms(keys + first, count, seed, steps, z);
    quantiles(z, count);
    for (int r = 0; r < count; r++) {
      lanes value = median[first + r] * exponential(sigma[first + r] * lanes_load(z + 8 * r));
      lanes_store(lane_address(out, slot, first + r), value);
    }
  }
}

DISPATCHED void dk_normal_quantile(const double *p, int64_t count, double *z) {
  double q[blockRows * 8];
  for (int64_t first = 0; first < count; first += blockRows * 8) {
    int n = count - first < blockRows * 8 ? (int)(count - first) : blockRows * 8;
    for (int i = 0; i < n; i++) q[i] = p[first + i] - 0.5;
    for (int i = n; i < (n + 7) / 8 * 8; i++) q[i] = 0;
    quantiles(q, (n + 7) / 8);
    memcpy(z + first, q, sizeof(double) * (size_t)n);
  }
}

DISPATCHED void dk_exp(const double *x, int64_t count, double *y) {
  for (int64_t first = 0; first < count; first += 8) {
    double v[8] = {0};
    size_t n = count - first < 8 ? (size_t)(count - first) : 8;
    memcpy(v, x + first, sizeof(double) * n);
    lanes_store(v, exponential(lanes_load(v)));
    memcpy(y + first, v, sizeof(double) * n);
  }
}
