// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tasks/packing.h"

#include <algorithm>
#include <memory>

#include <ATen/ops/full.h>

namespace luthier::tasks {
namespace {

/// `rest` fills what is behind the numbers.
at::Tensor column(const std::vector<std::int32_t>& numbers, std::int64_t rows, std::int32_t rest = 0)
{
    auto tensor = at::full({rows}, rest, at::kInt);
    std::copy(numbers.begin(), numbers.end(), tensor.data_ptr<std::int32_t>());
    return tensor;
}

} // namespace

nn::Packed packed(const data::Batch& batch, const Packing& packing)
{
    const auto rows = (batch.rows() + packing.roundTo - 1) / packing.roundTo * packing.roundTo;
    // Behind the last border a word that occurs: a narrowed table has no other.
    nn::Packed result{.ids = column(batch.ids, rows, batch.ids.front()),
                      .positions = column(batch.positions, rows),
                      .types = column(batch.types, rows),
                      .borders = batch.borders,
                      .parents = batch.parents};
    if (packing.dropout) {
        auto keys = batch.keys;
        keys.resize(static_cast<std::size_t>(rows));
        result.keys = std::make_shared<const std::vector<std::uint64_t>>(std::move(keys));
    }
    return result;
}

} // namespace luthier::tasks
