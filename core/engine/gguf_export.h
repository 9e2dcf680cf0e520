// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/checkpoint/gguf_writer.h"
#include "core/engine/exporting.h"
#include "core/export/write_gguf.h"
#include "core/models/model_files.h"

#include <string>
#include <vector>

namespace luthier::engine {

/// Every form of GGUF as a choice, possible or with the reason why not. `classifies`: the run sorts rows.
std::vector<ExportChoice> ggufChoices(const models::ModelFiles& base, bool classifies);

/// The form of a choice called "gguf-q8_0"; null for others. "gguf" alone has 16 bits.
const exporting::GgufForm* ggufFormOf(const std::string& format);

/// The keys of a GGUF file that hold this model's tokenizer.
/// Errors  Unsupported where there is no way to write it.
Expected<checkpoint::GgufFront> tokenizerFront(const models::ModelFiles& base);

} // namespace luthier::engine
