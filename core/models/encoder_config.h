// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/architecture.h"
#include "core/models/config_reader.h"
#include "core/nn/encoder_shape.h"

#include <memory>
#include <string_view>

namespace luthier::models {

// What families of encoders have in common: each reads its config.json into an EncoderShape, from which
// outline and network follow. A family is core/models/encoders/<stem>.cpp.

/// What most configurations say, with BERT's keys; `prefix` ("bert.") stands before BERT's names of all
/// parts.
nn::EncoderShape encoderShape(ConfigReader& read, std::string_view prefix);

/// A classifier of two layers, as RoBERTa has it, for a network with this prefix.
void setTwoLayers(nn::EncoderShape& shape, std::string_view prefix);

/// RoBERTa's: BERT with such a classifier, and positions that begin behind the one of padding.
Expected<nn::EncoderShape> robertaShape(const Json& config);

/// `hidden_act` and its like as the Python stack spells them.
nn::Bend bendOf(ConfigReader& read, const char* key, std::string_view otherwise);

/// The shape, if what it says fits together. Errors  as Architecture::outline.
Expected<nn::EncoderShape> checkedShape(ConfigReader& read, nn::EncoderShape shape);

/// The tensors of an encoder, under the names that its network gives them; those in front of a classifier may
/// be missing in files.
Outline encoderOutline(const nn::EncoderShape& shape);

std::shared_ptr<nn::Network> encoderOf(Expected<nn::EncoderShape> shape);

/// outline() and build() of a family, from what its configuration means.
template <Expected<nn::EncoderShape> (*shapeOf)(const Json& config)>
struct EncoderFamily {
    static Expected<Outline> outline(const Json& config)
    {
        LUTHIER_TRY(const auto shape, shapeOf(config));
        return encoderOutline(shape);
    }
    static std::shared_ptr<nn::Network> build(const Json& config) { return encoderOf(shapeOf(config)); }
};

} // namespace luthier::models
