// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/ops/stored_matrix.h"

#include <cstdint>
#include <memory>
#include <vector>

#include <torch/nn/module.h>

namespace luthier::nn {

/// A table of vectors by id.
///
/// While it is trained, `keepOnly` narrows it to the ids that occur at all: the others have no gradient for
/// ever, so they need no optimizer state, no gradient and no step. Exact: AdamW leaves a weight with gradient
/// 0 alone, and a weight decay is applied to all of them at once when the table is put together again.
///
/// Shapes  weight [V, d], or [kept ids, d] after keepOnly.
class Embedding : public torch::nn::Module {
public:
    Embedding(std::int64_t count, std::int64_t width);

    /// ids [T] int32 on the processor -> [T, d] where the weight is. Of a narrowed table: the kept ids; with
    /// gradients off, any.
    at::Tensor forward(const at::Tensor& ids) const;

    /// REQUIRES: ascending, each below the count; not narrowed already.
    void keepOnly(const std::vector<std::int32_t>& ids);
    bool isNarrowed() const { return !m_places.empty(); }
    /// The whole table with `kept` (of the narrowed weight's shape) in its places; the rest times
    /// `restFactor`. `exactRest` [V, d]: the rest with more digits than are held here; it is written over.
    at::Tensor whole(const at::Tensor& kept, double restFactor = 1, at::Tensor exactRest = {}) const;
    /// The rest is that of `table` [V, d] from now on, with its digits. REQUIRES: narrowed.
    void setRest(const at::Tensor& table);
    /// What weight decay has made of the rest.
    double restFactor() const { return m_restFactor; }
    void setRestFactor(double factor) { m_restFactor = factor; }
    std::int64_t count() const { return m_count; }

    /// From now on the table is only read, from these numbers; `weight` keeps its shape and has none.
    /// REQUIRES: the weight's shape; not narrowed.
    void answerWith(StoredMatrix matrix);
    const std::shared_ptr<const StoredMatrix>& stored() const { return m_stored; }

    at::Tensor weight;

private:
    std::shared_ptr<const StoredMatrix> m_stored;
    std::int64_t m_count;
    std::vector<std::int32_t> m_places; ///< id -> row of the narrowed weight, −1 where there is none
    std::vector<std::int64_t> m_kept; ///< row -> id
    at::Tensor m_rest; ///< the whole table as it was before training; on the processor
    double m_restFactor{1};
};

} // namespace luthier::nn
