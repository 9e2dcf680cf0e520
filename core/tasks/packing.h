// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/batcher.h"
#include "core/nn/packed.h"

#include <cstdint>

namespace luthier::tasks {

/// How a batch becomes tensors.
struct Packing {
    bool dropout{false}; ///< training: the batch's keys come along
    std::int64_t roundTo{1}; ///< T is rounded up to a multiple; the rows added belong to no sample
};

nn::Packed packed(const data::Batch& batch, const Packing& packing);

} // namespace luthier::tasks
