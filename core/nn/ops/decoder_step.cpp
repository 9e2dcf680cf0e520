// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/ops/decoder_step.h"

#include "core/base/assert.h"
#include "core/nn/ops/decoder_kernels.h"
#include "core/nn/ops/decoder_work.h"

#include <algorithm>
#include <utility>

#include <ATen/Parallel.h>
#include <ATen/ops/empty_like.h>

namespace luthier::nn {

DecoderStep::DecoderStep(std::vector<StepBlock> blocks, at::Tensor lastNorm, const AttentionShape& shape,
                         double epsilon)
    : m_blocks{std::move(blocks)}
    , m_lastNorm{std::move(lastNorm)}
    , m_work{std::make_unique<Work>()}
{
    LUTHIER_ASSERT(!m_blocks.empty() && shape.causal);
    m_work->shape = shape;
    m_work->epsilon = epsilon;
    m_work->width = m_blocks.front().o.weights->rows;
    m_work->mlpWidth = m_blocks.front().gate.weights->rows;
    for (const StepBlock& block : m_blocks) {
        m_work->blocks.emplace_back(block);
    }
}

DecoderStep::~DecoderStep() = default;

at::Tensor DecoderStep::run(const at::Tensor& words, const at::Tensor& positions, const RopeTable& table,
                            std::vector<std::vector<KeyValues>>& caches)
{
    Work& work = *m_work;
    TORCH_CHECK(words.dim() == 2 && words.size(1) == work.width && words.size(0) <= kFewRows
                    && words.scalar_type() == at::kFloat && positions.size(0) == words.size(0)
                    && caches.size() == m_blocks.size(),
                "[decoder_step] words ", words.sizes(), ", ", caches.size(), " caches");
    const auto given = words.contiguous();
    const auto threads = at::get_num_threads();
    work.tokens = given.size(0);
    work.positions = positions.const_data_ptr<std::int32_t>();
    work.table = &table;
    work.caches = &caches;
    work.prepare(threads);
    std::copy_n(given.const_data_ptr<float>(), given.numel(), work.x.data());
    asTeam([&](Team& team) {
        for (std::size_t i = 0; i < work.blocks.size(); ++i) {
            work.blockOnThread(i, team);
        }
    });
    auto result = at::empty_like(given);
    for (std::int64_t t = 0; t < work.tokens; ++t) {
        normRow(work.x.data() + t * work.width, m_lastNorm.const_data_ptr<float>(), work.epsilon,
                result.data_ptr<float>() + t * work.width, work.width);
    }
    for (auto& layer : caches) {
        for (KeyValues& cache : layer) {
            ++cache.length;
        }
    }
    return result;
}

} // namespace luthier::nn
