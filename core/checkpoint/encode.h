// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/checkpoint/tensor_file.h"

#include <cstddef>
#include <span>

namespace luthier::checkpoint {

/// Whether encode() knows the way into this type.
bool canEncode(Dtype dtype);

/// Numbers as a file stores them, the other way round from decode(): F32, F16, BF16, Q4_0, Q4_1, Q5_0, Q5_1, Q8_0 with the
/// very bytes of gguf-py; Q4_K and Q6_K by a search for the scales that leave the smallest error, large numbers counting
/// more.
///
/// REQUIRES: canEncode(); whole blocks; byteCount() bytes.
/// Thread  any; parts of a tensor at the same time.
void encode(Dtype dtype, std::span<const float> numbers, std::span<std::byte> bytes);

} // namespace luthier::checkpoint
