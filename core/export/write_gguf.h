// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/checkpoint/gguf_writer.h"
#include "core/models/model_files.h"
#include "core/nn/network.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string_view>

namespace luthier::exporting {

/// How the matrices of a GGUF file are stored.
struct GgufForm {
    std::string_view name; ///< "q4_k_m"
    checkpoint::Dtype matrices;
    /// Of the matrices that an answer depends on most (the head; values and the way back from the
    /// feed-forward layer in every block that counts double). Others follow where their rows are no whole
    /// blocks.
    checkpoint::Dtype dearest;
    std::uint32_t fileType; ///< general.file_type, as llama.cpp numbers them
    bool mixed; ///< also blocks have dearest matrices
};

std::span<const GgufForm> ggufForms();

/// Why no GGUF file can say what this model is; nothing where one can.
std::optional<Text> whyNoGguf(const models::ModelFiles& base);

/// Bytes that the tensors will take.
std::int64_t ggufBytes(const models::ModelFiles& base, const GgufForm& form);

/// One .gguf with the weights of `network`, what they are, and the tokenizer's keys.
/// REQUIRES: no adapters; float32; !whyNoGguf(base). Errors  DiskFull, Io.
Expected<void> writeGguf(const std::filesystem::path& path, nn::Network& network,
                         const models::ModelFiles& base, checkpoint::GgufFront tokenizer,
                         const GgufForm& form, const std::string& name);

} // namespace luthier::exporting
