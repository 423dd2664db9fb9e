#include "CKernels.h"
#include "lanes.h"

#define COLUMNS(j) \
  for (int32_t j = jFirst, step_ = jLast < jFirst ? -1 : 1; j != jLast; j += step_)

DISPATCHED void dk_sweep_gather8(
    int32_t jFirst, int32_t jLast, const int32_t *start, const int32_t *row, const double *b, double *x) {
  COLUMNS(j) {
    lanes sum = lanes_load(x + 8 * (int64_t)j);
    for (int32_t k = start[j]; k < start[j + 1]; k++) sum += b[k] * lanes_load(x + 8 * (int64_t)row[k]);
    lanes_store(x + 8 * (int64_t)j, sum);
  }
}

DISPATCHED void dk_sweep_gather8_lanes(
    int32_t jFirst, int32_t jLast, const int32_t *start, const int32_t *row, const double *b, double *x) {
  COLUMNS(j) {
    lanes sum = lanes_load(x + 8 * (int64_t)j);
    for (int64_t k = start[j]; k < start[j + 1]; k++) {
      sum += lanes_load(b + 8 * k) * lanes_load(x + 8 * (int64_t)row[k]);
    }
    lanes_store(x + 8 * (int64_t)j, sum);
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

DISPATCHED void dk_sweep_scatter8_lanes(
    int32_t jFirst, int32_t jLast, const int32_t *start, const int32_t *row, const double *b, double *x) {
  COLUMNS(j) {
    lanes runs = lanes_load(x + 8 * (int64_t)j);
    for (int64_t k = start[j]; k < start[j + 1]; k++) {
      double *target = x + 8 * (int64_t)row[k];
      lanes_store(target, lanes_load(target) + lanes_load(b + 8 * k) * runs);
    }
  }
}
