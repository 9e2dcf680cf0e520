// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/ops/dropout.h"
#include "core/nn/ops/int8_weight.h"
#include "core/nn/ops/low_rank_part.h"
#include "core/nn/ops/stored_matrix.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <torch/nn/module.h>

namespace luthier::nn {

/// What a PEFT method adds to one linear layer.
class Adapter : public torch::nn::Module {
public:
    /// The layer's output with the adapter's part. x [T, in] -> [T, out]. No `keys`: no dropout.
    virtual at::Tensor apply(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias,
                             const TokenKeys& keys) const = 0;

    /// The weight that makes the plain layer behave as layer and adapter together. float32 [out, in] -> [out,
    /// in].
    virtual at::Tensor merged(const at::Tensor& weight) const = 0;

    /// What it adds, where that is a product of two thin matrices: for whoever can fold it into the layer's
    /// own.
    virtual std::optional<LowRankPart> lowRank() const { return std::nullopt; }

    /// Its tensors under the names that an adapter file gives them behind the layer's name: "lora_A.weight".
    virtual std::vector<std::pair<std::string, at::Tensor*>> state() = 0;
};

/// y = x Wᵀ + b, with a slot for one adapter. Architectures use this and never torch::nn::Linear, so that
/// a method changes no architecture and tensor names stay those of the checkpoint.
///
/// Shapes  x [T, in] -> [T, out]; weight [out, in], bias [out], undefined without bias.
class Linear : public torch::nn::Module {
public:
    Linear(std::int64_t in, std::int64_t out, bool withBias);

    at::Tensor forward(const at::Tensor& x, const TokenKeys& keys = {}) const;

    void attach(std::shared_ptr<Adapter> adapter);
    void detachAdapter(); ///< the plain layer again
    const std::shared_ptr<Adapter>& adapter() const { return m_adapter; }
    /// The one that answers now; null where there is none or it is switched off.
    const Adapter* activeAdapter() const { return m_isOn ? m_adapter.get() : nullptr; }
    /// While switched off the layer answers as if there were no adapter; the adapter keeps its state.
    void switchAdapter(bool on) { m_isOn = on; }

    /// From now on the layer only answers, with these numbers; `weight` keeps its shape and has none.
    /// REQUIRES: the weight's shape.
    void answerWith(StoredMatrix matrix);
    const std::shared_ptr<const StoredMatrix>& stored() const { return m_stored; }

    /// The weight as matrices that are only read: the stored one, else its numbers as they are now. Null
    /// where there is none of a known form.
    std::shared_ptr<const StoredMatrix> readable() const;

    /// While on, the layer notes how large its inputs are, and blocks run op by op.
    void observeInputs(bool on) { m_isObserved = on; }
    bool isObserved() const { return m_isObserved; }

    /// From now on the weight is frozen in 8 bits, and learning goes on around it; `weight` keeps its shape
    /// and type and has no numbers. What was observed is made use of. exact [out, in] float32
    void freezeInInt8(const at::Tensor& exact);
    const std::shared_ptr<Int8Weight>& int8() const { return m_int8; }

    at::Tensor weight;
    at::Tensor bias;

private:
    void noteInputs(const at::Tensor& x) const;
    at::Tensor fromStored(const at::Tensor& x, const TokenKeys& keys) const;

    std::shared_ptr<const StoredMatrix> m_stored;
    std::shared_ptr<Int8Weight> m_int8;
    bool m_isObserved{false};
    mutable at::Tensor m_inputSizes; ///< sums of magnitudes, float32 [in]
    std::shared_ptr<Adapter> m_adapter;
    bool m_isOn{true};
};

} // namespace luthier::nn
