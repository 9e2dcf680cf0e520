// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"
#include "core/tokenizer/tokenizer.h"

namespace luthier::tokenizer {

/// tokenizer.json for a vocabulary that came in a GGUF file: the pipeline that fromVocabulary() builds, as
/// the Python stack reads it. REQUIRES: fromVocabulary() accepts it.
Json tokenizerJson(const GgufVocabulary& vocabulary);

/// tokenizer_config.json beside it: special tokens and the chat template.
Json tokenizerConfigJson(const GgufVocabulary& vocabulary);

} // namespace luthier::tokenizer
