// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"
#include "core/models/outline.h"

#include <cstdint>
#include <string>

namespace luthier::models {

// What the files of a Llama say: its configuration and the names of its tensors. The network is in llama.cpp.

/// What a Llama config.json says.
struct LlamaShape {
    std::int64_t width, blocks, heads, keyHeads, headWidth, mlpWidth, vocabulary, context;
    double epsilon, ropeBase;
    bool tied, attentionBias, mlpBias;
    nn::DropoutRates dropout;
};

/// Errors  as Architecture::outline.
Expected<LlamaShape> llamaShape(const Json& config);
Expected<Outline> llamaOutline(const Json& config);

// The same in a GGUF file, see Architecture.
Expected<Json> llamaConfigOfGguf(const Json& metadata);
std::string llamaGgufName(const std::string& parameter);

} // namespace luthier::models
