// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/architecture.h"
#include "core/models/config_reader.h"
#include "core/models/rotary_config.h"
#include "core/nn/decoder_shape.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace luthier::models {

// What families of decoders have in common: each reads its config.json into a DecoderShape, from which
// outline and network follow. A family is core/models/decoders/<stem>.cpp.

/// What most configurations say, with Llama's keys and names and one kind of rotary positions. A family
/// changes what is different with it.
nn::DecoderShape decoderShape(const Json& config, ConfigReader& read);

/// The names of Llama's parts, which most families have taken over.
nn::DecoderNames llamaNames();

/// `hidden_act` and its like as the Python stack spells them.
nn::DecoderShape::Activation activationOf(ConfigReader& read, const char* key, std::string_view otherwise);

/// Which blocks see only `window` tokens, else `sliding_window`: those that `layer_types` calls so; without
/// such a list those for which `isNear` holds. All others see everything.
void setWindows(const Json& config, ConfigReader& read, nn::DecoderShape& shape,
                const std::function<bool(std::int64_t block)>& isNear, std::int64_t window = 0);
/// The same with Qwen's keys: from block `max_window_layers` on, where `use_sliding_window` says so.
void setUpperWindows(const Json& config, ConfigReader& read, nn::DecoderShape& shape);

/// A number above 0.
double positive(ConfigReader& read, const char* key, double otherwise);
/// Unsupported where this flag is set.
void refuse(ConfigReader& read, const char* key);

/// The shape, if what it says fits together. Errors  as Architecture::outline.
Expected<nn::DecoderShape> checkedShape(ConfigReader& read, nn::DecoderShape shape);

/// The tensors of a decoder, under the names that its network gives them.
Outline decoderOutline(const nn::DecoderShape& shape);

/// outline() and build() of a family, from what its configuration means.
template <Expected<nn::DecoderShape> (*shapeOf)(const Json& config)>
struct DecoderFamily {
    static Expected<Outline> outline(const Json& config)
    {
        LUTHIER_TRY(const auto shape, shapeOf(config));
        return decoderOutline(shape);
    }
    static std::shared_ptr<nn::Network> build(const Json& config);
};

std::shared_ptr<nn::Network> decoderOf(Expected<nn::DecoderShape> shape);

template <Expected<nn::DecoderShape> (*shapeOf)(const Json& config)>
std::shared_ptr<nn::Network> DecoderFamily<shapeOf>::build(const Json& config)
{
    return decoderOf(shapeOf(config));
}

} // namespace luthier::models
