#include "CKernels.h"
#include "lanes.h"

#define COLUMNS(j) \
  for (int32_t j = jFirst, step_ = jLast < jFirst ? -1 : 1; j != jLast; j += step_)

DISPATCHED void dk_sweep_gather8(
    int32_t jFirst, int32_t jLast, const int32_t *start, const int32_t *row, const double *b, double inflation,
    double *x) {
  COLUMNS(j) {
    lanes sum = lanes_load(x + 8 * (int64_t)j);
    for (int32_t k = start[j]; k < start[j + 1]; k++) sum += b[k] * lanes_load(x + 8 * (int64_t)row[k]);
    lanes_store(x + 8 * (int64_t)j, inflation * sum);
  }
}

DISPATCHED void dk_sweep_scatter8(
    int32_t jFirst, int32_t jLast, const int32_t *start, const int32_t *row, const double *b, double *x) {
  COLUMNS(j) {
    lanes runs = lanes_load(x + 8 * (int64_t)j);
    for (int32_t k = start[j]; k < start[j + 1]; k++) {
      double *target = x + 8 * (int64_t)row[k];
      lanes_store(target, lanes_load(target) + b[k] * runs);
    }
  }
}

DISPATCHED void dk_rows8(
    int32_t jFirst, int32_t jLast, const double *d, const int32_t *certainStart, const int32_t *certainColumn,
    const double *certain, const int32_t *uncertainStart, const int32_t *uncertainColumn, const double *uncertain,
    const double *x, double *y) {
  for (int32_t j = jFirst; j < jLast; j++, y += 8) {
    lanes sum = d[j];
    for (int64_t k = certainStart[j]; k < certainStart[j + 1]; k++) {
      sum += certain[k] * lanes_load(x + 8 * (int64_t)certainColumn[k]);
    }
    for (int64_t k = uncertainStart[j]; k < uncertainStart[j + 1]; k++) {
      sum += lanes_load(uncertain + 8 * k) * lanes_load(x + 8 * (int64_t)uncertainColumn[k]);
    }
    lanes_store(y, sum);
  }
}

DISPATCHED void dk_dense8(int32_t n, const double *a, const double *x, double *y) {
  int32_t i = 0;
  for (; i + 4 <= n; i += 4, a += 4 * (int64_t)n) {
    lanes s0 = 0, s1 = 0, s2 = 0, s3 = 0;
    for (int64_t k = 0; k < n; k++) {
      lanes v = lanes_load(x + 8 * k);
      s0 += a[k] * v;
      s1 += a[k + n] * v;
      s2 += a[k + 2 * (int64_t)n] * v;
      s3 += a[k + 3 * (int64_t)n] * v;
    }
    lanes_store(y + 8 * i, s0);
    lanes_store(y + 8 * i + 8, s1);
    lanes_store(y + 8 * i + 16, s2);
    lanes_store(y + 8 * i + 24, s3);
  }
  for (; i < n; i++, a += n) {
    lanes sum = 0;
    for (int64_t k = 0; k < n; k++) sum += a[k] * lanes_load(x + 8 * k);
    lanes_store(y + 8 * i, sum);
  }
}

INLINED void add_to(double *sum, lanes v) { lanes_store(sum, lanes_load(sum) + v); }

DISPATCHED void dk_weigh8(
    int32_t n, int32_t width, const double *weight, const int32_t *group, const double *x, double *sums) {
  for (int32_t j = 0; j < n; j++, weight += width) {
    lanes v = lanes_load(x + 8 * (int64_t)j);
    double *target = sums + 8 * (int64_t)group[j] * width;
    for (int32_t k = 0; k < width; k++) add_to(target + 8 * k, weight[k] * v);
  }
}

DISPATCHED void dk_weigh8_lanes(
    int32_t n, int32_t width, const double *weight, const int32_t *rows, const int32_t *group, const double *x,
    double *sums) {
  for (int32_t m = 0; m < n; m++, weight += 8 * width) {
    int64_t j = rows[m];
    lanes v = lanes_load(x + 8 * j);
    double *target = sums + 8 * (int64_t)group[j] * width;
    for (int32_t k = 0; k < width; k++) add_to(target + 8 * k, lanes_load(weight + 8 * k) * v);
  }
}

DISPATCHED void dk_add8(
    int64_t n, const int32_t *source, const int32_t *target, const double *factor, const double *x, double *y) {
  for (int64_t i = 0; i < n; i++) {
    add_to(y + 8 * (int64_t)target[i], factor[i] * lanes_load(x + 8 * (int64_t)source[i]));
  }
}

DISPATCHED void dk_dot8(int32_t n, const double *weight, const double *a, const double *b, double *sum) {
  lanes even = 0, odd = 0;
  int64_t i = 0;
  for (; i + 2 <= n; i += 2) {
    even += weight[i] * lanes_load(a + 8 * i) * lanes_load(b + 8 * i);
    odd += weight[i + 1] * lanes_load(a + 8 * i + 8) * lanes_load(b + 8 * i + 8);
  }
  if (i < n) even += weight[i] * lanes_load(a + 8 * i) * lanes_load(b + 8 * i);
  lanes_store(sum, even + odd);
}

DISPATCHED void dk_subtract8(int32_t n, const double *part, const double *a, double *b) {
  lanes p = lanes_load(part);
  for (int64_t i = 0; i < n; i++) lanes_store(b + 8 * i, lanes_load(b + 8 * i) - p * lanes_load(a + 8 * i));
}
