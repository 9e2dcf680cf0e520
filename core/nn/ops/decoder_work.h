// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/ops/decoder_step.h"
#include "core/nn/ops/team.h"

#include <cstdint>
#include <span>
#include <vector>

namespace luthier::nn {

using StepBuffer = std::vector<float>;

/// A layer as the threads need it.
struct RawLayer {
    explicit RawLayer(const StepLayer& from)
        : form{from.weights->form}
        , base{from.weights->arguments()}
        , out{from.weights->rows}
        , bias{from.bias.defined() ? from.bias.const_data_ptr<float>() : nullptr}
    {
        if (!from.adapter) return;
        a = from.adapter->a.const_data_ptr<float>();
        b = from.adapter->b.const_data_ptr<float>();
        rank = from.adapter->a.size(0);
        scale = static_cast<float>(from.adapter->scale);
    }

    StoredAs form;
    FewRows base;
    std::int64_t out;
    const float* bias;
    const float* a{nullptr};
    const float* b{nullptr};
    std::int64_t rank{0};
    float scale{0};
};

struct RawBlock {
    explicit RawBlock(const StepBlock& from)
        : inputNorm{from.inputNorm.const_data_ptr<float>()}
        , mlpNorm{from.mlpNorm.const_data_ptr<float>()}
        , qkv{RawLayer{from.q}, RawLayer{from.k}, RawLayer{from.v}}
        , o{RawLayer{from.o}}
        , gateUp{RawLayer{from.gate}, RawLayer{from.up}}
        , down{RawLayer{from.down}}
    {
    }
    const float* inputNorm;
    const float* mlpNorm;
    std::vector<RawLayer> qkv, o, gateUp, down; ///< each group reads the same input
};

/// Each thread's own.
struct StepScratch {
    StepBuffer input, query, scores;
};

struct DecoderStep::Work {
    AttentionShape shape;
    double epsilon;
    std::int64_t width, mlpWidth;
    std::vector<RawBlock> blocks;

    // Of one call.
    std::int64_t tokens{0};
    std::int64_t parts{1}; ///< that a token's keys are cut into, so that every thread has some
    const std::int32_t* positions{nullptr};
    const RopeTable* table{nullptr};
    std::vector<std::vector<KeyValues>>* caches{nullptr};

    StepBuffer x, q, k, v, delta, gate, up, low, partial;
    std::vector<StepScratch> scratch;

    std::int64_t queryWidth() const { return shape.heads * shape.width; }
    std::int64_t keyWidth() const { return shape.keyHeads * shape.width; }
    std::int64_t partWidth() const { return shape.width + 2; }

    void prepare(int threads);
    void blockOnThread(std::size_t index, Team& team);
    std::int64_t lower(const std::vector<RawLayer>& layers, const float* input, Team& team);
    void multiply(const std::vector<RawLayer>& layers, const float* input, std::span<float* const> outputs,
                  Team& team);
    void rows(const RawLayer& layer, const float* input, const float* itsLow, std::int64_t lowStride,
              float* output, std::int64_t begin, std::int64_t end) const;
    void attend(std::size_t index, Team& team);
    void turn(const float* from, std::int64_t heads, std::int64_t position, float factor, float* to) const;
    void attendPart(const float* keys, const float* values, std::int64_t count, StepScratch& own,
                    float* results) const;
    void addTo(const float* what, std::int64_t begin, std::int64_t end);
};

} // namespace luthier::nn
