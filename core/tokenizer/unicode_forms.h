// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tokenizer/normalizer.h"

namespace luthier::tokenizer {

/// One of Unicode's four forms: canonical or compatible parts, put together again or not. Of the age of the
/// reference's tables (formats.md §4.3).
class UnicodeForm final : public Normalizer {
public:
    UnicodeForm(bool compatible, bool composes)
        : m_compatible{compatible}
        , m_composes{composes}
    {
    }
    void apply(AlignedText& text) const override;

private:
    bool m_compatible;
    bool m_composes;
};

} // namespace luthier::tokenizer
