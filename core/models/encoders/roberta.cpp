// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.h"
#include "core/models/encoder_config.h"

namespace luthier::models {
const Architecture& roberta();

/// Liu et al. 2019, arXiv:1907.11692: BERT, trained better.
const Architecture& roberta()
{
    static const Architecture self{
        .entry = {.name = "roberta",
                  .title = QT_TRANSLATE_NOOP("core", "RoBERTa"),
                  .summary = QT_TRANSLATE_NOOP("core", "Reads a text as a whole. Sorts and compares texts."),
                  .paper = "arXiv:1907.11692"},
        .modelType = "roberta",
        .ggufName = {},
        .className = "Roberta",
        .outline = &EncoderFamily<&robertaShape>::outline,
        .build = &EncoderFamily<&robertaShape>::build,
        .configOfGguf = nullptr,
        .ggufNameOf = nullptr};
    return self;
}

} // namespace luthier::models
