// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.h"
#include "core/models/encoder_config.h"

namespace luthier::models {
const Architecture& xlm_roberta();

/// Conneau et al. 2019, arXiv:1911.02116: RoBERTa in a hundred languages.
const Architecture& xlm_roberta()
{
    static const Architecture self{
        .entry = {.name = "xlm_roberta",
                  .title = QT_TRANSLATE_NOOP("core", "XLM-RoBERTa"),
                  .summary = QT_TRANSLATE_NOOP("core", "Reads a text as a whole. Sorts and compares texts."),
                  .paper = "arXiv:1911.02116"},
        .modelType = "xlm-roberta",
        .ggufName = {},
        .className = "XLMRoberta",
        .outline = &EncoderFamily<&robertaShape>::outline,
        .build = &EncoderFamily<&robertaShape>::build,
        .configOfGguf = nullptr,
        .ggufNameOf = nullptr};
    return self;
}

} // namespace luthier::models
