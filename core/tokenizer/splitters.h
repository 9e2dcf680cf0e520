// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tokenizer/pre_tokenizer.h"

#include <string>
#include <string_view>

namespace luthier::tokenizer {

/// The small pre-tokenizers: Whitespace, WhitespaceSplit, Punctuation, CharDelimiterSplit, Split,
/// UnicodeScripts, FixedLength, Metaspace. Null for another `type`.
Expected<std::unique_ptr<const PreTokenizer>> makeSplitter(const Node& node, std::string_view type);

/// A text of one character.
Expected<std::string> letterAt(const Node& node, std::string_view key);

/// How a Metaspace puts its mark before a text.
enum class PrependScheme { Never, First, Always };
Expected<PrependScheme> prependScheme(const Node& node);

} // namespace luthier::tokenizer
