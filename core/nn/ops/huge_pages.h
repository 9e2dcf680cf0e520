// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <ATen/core/Tensor.h>

namespace luthier::nn {

/// An empty tensor for numbers that are read as a whole for every token of an answer. It lies in pages of 2
/// MiB where the system has such: with small ones a tenth of the time goes into finding where they are
/// (`bench generate`, 8 bits, 91 against 102 tokens/s).
///
/// Thread  any. Errors  torch's out-of-memory error.
at::Tensor emptyInHugePages(at::IntArrayRef sizes, at::ScalarType type);

} // namespace luthier::nn
