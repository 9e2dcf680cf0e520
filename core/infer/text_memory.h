// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/ops/attention.h"

#include <cstdint>
#include <vector>

namespace luthier::infer {

/// Keys and values of the texts of one network: [layer][text].
using Caches = std::vector<std::vector<nn::KeyValues>>;

/// The last texts that one network read and wrote, so that the next one which begins like one of them is not
/// read again from its start: the next question to the same model, or the same question under another prompt.
///
/// Memory  2 · layers · key width numbers a token, 64 MiB a text at most; longer texts are not kept.
/// Thread  one call at a time. REQUIRES: the network's numbers stay what they are.
class TextMemory {
public:
    /// Fills the start of an empty cache of one text with what is known of its ids. Returns for how many of
    /// them: never all, so that something is left to go on from.
    std::size_t recall(const std::vector<std::int32_t>& ids, Caches& caches) const;

    /// The caches of one text; `ids` are those that stand in them.
    void remember(std::vector<std::int32_t> ids, Caches caches);

private:
    struct Text {
        std::vector<std::int32_t> ids;
        Caches caches;
    };
    std::vector<Text> m_texts; ///< the newest last
};

/// Copies the first `count` tokens of one text's caches to the empty caches of another.
void copyBegin(const Caches& from, std::size_t fromText, Caches& to, std::size_t toText, std::int64_t count);

} // namespace luthier::infer
