// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"
#include "core/checkpoint/gguf_writer.h"
#include "core/models/outline.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace luthier::models {

// Decoders in GGUF files, whose metadata and names are the same for all that are put together like Llama; see
// Architecture::configOfGguf and ggufNameOf.

/// Whether the head is tied and how fast positions turn may show in the tensors only: see ModelFiles::open.
/// Errors  WrongType at the key.
Expected<Json> decoderConfigOfGguf(const Json& metadata);
std::string decoderNameInGguf(const std::string& parameter);

/// What the front of a file says of such a network; `family` as GGUF calls it.
/// REQUIRES: !whyNoGgufFront().
checkpoint::GgufFront ggufFront(const Outline& outline, const std::string& family);

/// Why it cannot; nothing where it can.
std::optional<Text> whyNoGgufFront(const Outline& outline, std::string_view family);

/// By how much each frequency is divided; empty where none is.
std::vector<float> rotaryFactors(const nn::Rotary& rotary);

} // namespace luthier::models
