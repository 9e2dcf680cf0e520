// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/ops/attention.h"
#include "core/nn/ops/dropout.h"

#include <cstdint>
#include <vector>

#include <ATen/core/Tensor.h>

namespace luthier::nn {

/// A packed batch as tensors. T is rounded up so that few row counts occur (oneDNN makes code for each); the
/// rows behind the last border belong to no sample and feed nothing.
///
/// Shapes  ids, positions, types [T] int32; borders [N+1], parents: as data::Batch has them; keys [T] where
///         dropout is on, else null; states: as Network::prefix gives them.
struct Packed {
    at::Tensor ids;
    at::Tensor positions;
    at::Tensor types;
    std::vector<std::int32_t> borders{};
    std::vector<std::int32_t> parents{}; ///< REQUIRES: empty where pooled() is asked for
    TokenKeys keys{};
    /// What the lowest blocks make of the batch, where that is known: the network goes on from there. Else
    /// undefined, and `fromBlock` is 0.
    at::Tensor states{};
    std::int64_t fromBlock{0}; ///< the first block still to be run; beyond layers(): states are pooled()
    /// While text is generated: caches[layer][sample]. Empty otherwise.
    std::vector<std::vector<KeyValues>>* caches{nullptr};

    std::int64_t samples() const { return static_cast<std::int64_t>(borders.size()) - 1; }
    std::int64_t longest() const; ///< largest position + 1
};

} // namespace luthier::nn
