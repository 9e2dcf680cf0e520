// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tokenizer/normalizer.h"

#include <string_view>

namespace luthier::tokenizer {

/// The small normalizers: Strip, StripAccents, Lowercase, Nmt, Replace, Prepend, ByteLevel. Null for another
/// `type`.
Expected<std::unique_ptr<const Normalizer>> makeSmallNormalizer(const Node& node, std::string_view type);

/// SentencePiece's table of replacements: groups of characters, else single ones, become what it says.
Expected<std::unique_ptr<const Normalizer>> makePrecompiled(const Node& node);

} // namespace luthier::tokenizer
