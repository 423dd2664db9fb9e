#ifndef DENCHI_CKERNELS_H
#define DENCHI_CKERNELS_H
#include <stdint.h>
#endif
