// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <ATen/core/Tensor.h>

namespace luthier::nn {

/// An empty tensor for numbers that are read as a whole for every token of an answer. It lies in pages of 2
/// MiB where the system has such: with small ones a tenth of the time goes into finding where they are (8
/// bits: 102 instead of 86 tokens/s, `bench generate` with GLIBC_TUNABLES=glibc.malloc.hugetlb=1 and
/// without).
///
/// Thread  any. Errors  torch's out-of-memory error.
at::Tensor emptyInHugePages(at::IntArrayRef sizes, at::ScalarType type);

} // namespace luthier::nn
