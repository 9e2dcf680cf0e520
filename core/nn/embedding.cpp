// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/embedding.h"

#include "core/base/assert.h"
#include "core/nn/ops/embedding.h"

#include <utility>

#include <ATen/core/grad_mode.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/empty_like.h>
#include <ATen/ops/tensor.h>
#include <ATen/ops/where.h>

namespace luthier::nn {

Embedding::Embedding(std::int64_t count, std::int64_t width)
    : m_count{count}
{
    weight = register_parameter("weight", at::empty({count, width}));
}

at::Tensor Embedding::forward(const at::Tensor& ids) const
{
    if (m_stored) return storedRows(*m_stored, ids);
    if (!isNarrowed()) return embeddingRows(ids, weight);
    auto places = at::empty_like(ids);
    bool hasOthers = false;
    const auto* const id = ids.data_ptr<std::int32_t>();
    auto* const place = places.data_ptr<std::int32_t>();
    for (std::int64_t t = 0; t < ids.size(0); ++t) {
        place[t] = m_places[static_cast<std::size_t>(id[t])];
        hasOthers = hasOthers || place[t] < 0;
        TORCH_CHECK(place[t] >= 0 || !at::GradMode::is_enabled(), "[embedding] id ", id[t],
                    " was said not to occur");
    }
    if (!hasOthers) return embeddingRows(places, weight);
    // A text that is written while training may have any word.
    const auto rest = m_rest.index_select(0, ids).mul_(m_restFactor).to(weight.options());
    const auto where = places.to(weight.device());
    return at::where(where.ge(0).unsqueeze(1), weight.index_select(0, where.clamp_min(0)), rest);
}

void Embedding::answerWith(StoredMatrix matrix)
{
    LUTHIER_ASSERT(!isNarrowed() && weight.size(0) == matrix.rows && weight.size(1) == matrix.columns);
    weight = placeFor(matrix.rows, matrix.columns, at::kFloat);
    parameters_["weight"] = weight;
    m_stored = std::make_shared<const StoredMatrix>(std::move(matrix));
}

void Embedding::keepOnly(const std::vector<std::int32_t>& ids)
{
    LUTHIER_ASSERT(!isNarrowed() && !ids.empty());
    const at::NoGradGuard noGrad;
    m_places.assign(static_cast<std::size_t>(m_count), -1);
    m_kept.assign(ids.begin(), ids.end());
    for (std::size_t row = 0; row < ids.size(); ++row) {
        m_places[static_cast<std::size_t>(ids[row])] = static_cast<std::int32_t>(row);
    }
    m_rest = weight.detach().cpu();
    weight = m_rest.index_select(0, at::tensor(m_kept))
                 .to(weight.device())
                 .set_requires_grad(weight.requires_grad());
    parameters_["weight"] = weight;
}

at::Tensor Embedding::whole(const at::Tensor& kept, double restFactor, at::Tensor exactRest) const
{
    if (!isNarrowed()) return kept;
    const at::NoGradGuard noGrad;
    auto table = exactRest.defined() ? std::move(exactRest)
                                     : m_rest.to(kept.scalar_type(), /*non_blocking=*/false, /*copy=*/true);
    if (restFactor != 1) table.mul_(restFactor);
    return table.index_copy_(0, at::tensor(m_kept), kept.cpu());
}

void Embedding::setRest(const at::Tensor& table)
{
    LUTHIER_ASSERT(isNarrowed() && table.sizes() == m_rest.sizes());
    m_rest = table;
}

} // namespace luthier::nn
