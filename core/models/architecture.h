// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"
#include "core/config/entry.h"
#include "core/models/outline.h"
#include "core/nn/network.h"

#include <memory>
#include <span>
#include <string_view>

namespace luthier::models {

/// One family of networks: what its config.json means, and how it is put together from nn/.
struct Architecture {
    config::Entry entry;

    /// `model_type` of config.json, and `general.architecture` of a GGUF file; empty: none.
    std::string_view modelType;
    std::string_view ggufName;

    /// What the Python stack's classes begin with: "Llama" of LlamaForCausalLM.
    std::string_view className;

    /// Errors  MissingField, WrongType, BadValue, Unsupported at "config.json: key".
    Expected<Outline> (*outline)(const Json& config);

    /// Parameters are not filled yet. REQUIRES: outline() accepts `config`.
    std::shared_ptr<nn::Network> (*build)(const Json& config);

    /// The configuration that the GGUF metadata stand for, in the words of config.json. Null: no such files.
    Expected<Json> (*configOfGguf)(const Json& metadata);

    /// What a GGUF file calls this parameter. Null where configOfGguf is.
    std::string (*ggufNameOf)(const std::string& parameter);
    /// Whether such a file has the rows of queries and keys in the order of rotary pairs.
    bool ggufPairsRows{false};
};

/// Every architecture, in the order of architectures.def.
std::span<const Architecture* const> all();

} // namespace luthier::models
