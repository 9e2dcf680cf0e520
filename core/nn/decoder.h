// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/decoder_layer.h"
#include "core/nn/decoder_shape.h"
#include "core/nn/embedding.h"
#include "core/nn/ops/decoder_step.h"

#include <cstdint>
#include <memory>
#include <vector>

namespace luthier::nn {

/// Any decoder that a DecoderShape describes. Blocks run by hand where decoderBlock() knows them, one new
/// token of each text goes through DecoderStep where it knows all of them, and the rest runs op by op.
class Decoder : public Network {
public:
    explicit Decoder(DecoderShape shape);

    at::Tensor hidden(const Packed& batch) override;
    at::Tensor prefix(const Packed& batch, std::int64_t blocks, bool onlyPooled) override;
    at::Tensor pooled(const Packed& batch) override;

    at::Tensor vocabulary() const override { return m_head ? m_head->weight : m_words->weight; }
    LogitForm logitForm() const override;
    Embedding& words() override { return *m_words; }
    bool wordsAreTied() const override { return m_shape.tied; }
    std::int64_t width() const override { return m_shape.width; }
    std::int64_t layers() const override { return m_shape.blocks; }
    std::int64_t keyValueWidth() const override { return m_shape.keyHeads * m_shape.headWidth; }
    DropoutRates& dropout() override { return m_shape.dropout; }
    bool isCausal() const override { return m_shape.causal; }
    void beginWriting() override { m_isWriting = true; }
    void endWriting() override;

protected:
    const Norm& lastNorm() const { return *m_norm; }

private:
    at::Tensor embedded(const Packed& batch) const;
    AttentionShape attentionOf(std::int64_t block) const;
    const RopeTable* tableOf(std::int64_t block, std::int64_t longest);
    bool runsByHand(std::int64_t block, const at::Tensor& x, const Packed& batch, std::int64_t longest) const;
    at::Tensor lasts(const Packed& batch) const;
    bool isOneTokenEach(const Packed& batch) const;
    bool hasStep(std::int64_t longest);
    void makeStep();

    DecoderShape m_shape;
    std::shared_ptr<Embedding> m_words, m_positions; ///< m_positions: null where positions turn
    std::vector<DecoderLayer> m_layers;
    std::shared_ptr<Norm> m_wordNorm, m_norm;
    std::shared_ptr<Linear> m_head; ///< null where tied
    std::vector<RotaryTable> m_tables;
    Arenas m_arenas;
    std::unique_ptr<DecoderStep> m_step; ///< of the layers in m_stepOf; null where they have none
    std::vector<const void*> m_stepOf;
    bool m_isWriting{false};
};

} // namespace luthier::nn
