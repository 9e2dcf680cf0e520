// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/embedding.h"
#include "core/nn/encoder_block.h"
#include "core/nn/encoder_shape.h"

#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

namespace luthier::nn {

/// Any encoder that an EncoderShape describes. Blocks run by hand where encoderBlock() knows them, else op by
/// op.
class Encoder final : public Network {
public:
    explicit Encoder(EncoderShape shape);

    at::Tensor hidden(const Packed& batch) override { return encoded(batch, false, layers()); }
    at::Tensor pooled(const Packed& batch) override;
    at::Tensor prefix(const Packed& batch, std::int64_t blocks, bool onlyPooled) override
    {
        return encoded(batch, onlyPooled, blocks);
    }

    at::Tensor vocabulary() const override { return {}; }
    Embedding& words() override { return *m_words; }
    bool wordsAreTied() const override { return false; }
    std::int64_t width() const override { return m_shape.width; }
    std::int64_t layers() const override { return m_shape.blocks; }
    std::int64_t keyValueWidth() const override { return m_shape.width; }
    DropoutRates& dropout() override { return m_shape.dropout; }
    bool isCausal() const override { return false; }

private:
    at::Tensor embedded(const Packed& batch) const;
    at::Tensor encoded(const Packed& batch, bool onlyFirst, std::int64_t blocks);
    at::Tensor attended(const EncoderBlock& block, const at::Tensor& asking, const at::Tensor& x,
                        const Packed& batch, const std::vector<std::int32_t>& queryBorders,
                        const Dropout& dropout, const TokenKeys& askingKeys) const;
    AttentionShape attentionShape() const;
    at::Tensor activated(const at::Tensor& x) const;

    EncoderShape m_shape;
    std::shared_ptr<Embedding> m_words, m_positions, m_types; ///< null where the family has none
    std::shared_ptr<LayerNorm> m_norm, m_relativeNorm;
    std::shared_ptr<Linear> m_projection, m_pooler;
    std::shared_ptr<Embedding> m_relative;
    std::vector<EncoderBlock> m_blocks; ///< ownBlocks of them
    Arenas m_arenas;
};

} // namespace luthier::nn
