#ifndef DENCHI_CKERNELS_H
#define DENCHI_CKERNELS_H
#include <stdint.h>
#ifdef __cplusplus
extern "C" {
#endif

// Random draws, eight samples side by side.
//
// A draw depends on nothing but (seed, sample, keys[r]): not on other rows, on their number, on the batch it is
// made in, nor on the processor. Lane l of row r is sample firstSample + l and goes to
// out[8 * (slot ? slot[r] : r) + l]. Uniform numbers are odd multiples of 2^-53 in (0, 1); normal ones are their
// inverse cumulative distribution, so that a draw rises with its uniform number in every family.

/// Uniform between minimum[r] and maximum[r].
void dk_draw_uniform8(
    const uint64_t *keys, const double *minimum, const double *maximum, const int32_t *slot, int64_t rows,
    uint64_t seed, uint64_t firstSample, double *out);

/// Triangular between minimum[r] and maximum[r] with its peak at mode[r]. All three may be multiplied by a
/// negative number, so that maximum[r] <= mode[r] <= minimum[r]: the draws are multiplied by it.
void dk_draw_triangular8(
    const uint64_t *keys, const double *minimum, const double *mode, const double *maximum, const int32_t *slot,
    int64_t rows, uint64_t seed, uint64_t firstSample, double *out);

/// Normal with the mean and the standard deviation given.
void dk_draw_normal8(
    const uint64_t *keys, const double *mean, const double *deviation, const int32_t *slot, int64_t rows,
    uint64_t seed, uint64_t firstSample, double *out);

/// median[r] * exp(sigma[r] * z), z standard normal: a negative median keeps its sign.
/// The exponent is held within +-708, so that the result is finite and not zero.
void dk_draw_lognormal8(
    const uint64_t *keys, const double *median, const double *sigma, const int32_t *slot, int64_t rows,
    uint64_t seed, uint64_t firstSample, double *out);

/// z[i] with P(Z < z[i]) = p[i] for a standard normal Z; p[i] an odd multiple of 2^-53 in (0, 1).
void dk_normal_quantile(const double *p, int64_t count, double *z);

/// exp(x[i]) with x[i] held within +-708.
void dk_exp(const double *x, int64_t count, double *y);

/// The finaliser of a 64-bit hash (splitmix64 with Stafford's constants, variant 13).
static inline uint64_t dk_mix(uint64_t h) {
  h = (h ^ (h >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
  h = (h ^ (h >> 27)) * UINT64_C(0x94d049bb133111eb);
  return h ^ (h >> 31);
}

// Sweeps over a triangular system, eight right-hand sides or samples side by side: x[8 * j + l].
// Column j has the nonzeros start[j] ..< start[j + 1] with positions row[k]. Columns run from jFirst up to but
// not including jLast, or down to but not including it where jLast < jFirst.

/// x[j] = inflation * (x[j] + sum over k of b[k] * x[row[k]]): every row[k] comes before j in the order of the sweep.
void dk_sweep_gather8(
    int32_t jFirst, int32_t jLast, const int32_t *start, const int32_t *row, const double *b, double inflation,
    double *x);

/// x[row[k]] += b[k] * x[j] for every k of column j: row[k] comes after j in the order of the sweep, or has been
/// read already.
void dk_sweep_scatter8(
    int32_t jFirst, int32_t jLast, const int32_t *start, const int32_t *row, const double *b, double *x);

/// Rows jFirst ..< jLast of d + B x, with B in compressed rows: y[8 * (j - jFirst) + l] = d[j] +
/// sum of certain[k] * x[column] + sum of uncertain[8 * k + l] * x[column]. `y` may be `x + 8 * jFirst` where
/// every column comes before its row or lies outside the rows.
void dk_rows8(
    int32_t jFirst, int32_t jLast, const double *d, const int32_t *certainStart, const int32_t *certainColumn,
    const double *certain, const int32_t *uncertainStart, const int32_t *uncertainColumn, const double *uncertain,
    const double *x, double *y);

/// y = A x for a dense A of n rows, row by row, and eight columns x[8 * k + l].
void dk_dense8(int32_t n, const double *a, const double *x, double *y);

/// sums[8 * (group[j] * width + k) + l] += weight[j * width + k] * x[8 * j + l], 0 <= j < n, 0 <= k < width.
void dk_weigh8(
    int32_t n, int32_t width, const double *weight, const int32_t *group, const double *x, double *sums);

/// The same with weights of their own for each lane, for the rows[m] of x, 0 <= m < n:
/// sums[8 * (group[rows[m]] * width + k) + l] += weight[8 * (m * width + k) + l] * x[8 * rows[m] + l].
void dk_weigh8_lanes(
    int32_t n, int32_t width, const double *weight, const int32_t *rows, const int32_t *group, const double *x,
    double *sums);

/// y[8 * target[i] + l] += factor[i] * x[8 * source[i] + l].
void dk_add8(
    int64_t n, const int32_t *source, const int32_t *target, const double *factor, const double *x, double *y);

/// sum[l] = sum over i of weight[i] * a[8 * i + l] * b[8 * i + l].
void dk_dot8(int32_t n, const double *weight, const double *a, const double *b, double *sum);

/// b[8 * i + l] -= part[l] * a[8 * i + l].
void dk_subtract8(int32_t n, const double *part, const double *a, double *b);

#ifdef __cplusplus
}
#endif
#endif
