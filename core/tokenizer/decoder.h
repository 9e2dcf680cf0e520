// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tokenizer/node.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace luthier::tokenizer {

/// Makes text of tokens: the last step of the way back. The results, joined, are the text.
class Decoder {
public:
    virtual ~Decoder() = default;
    virtual void apply(std::vector<std::string>& tokens) const = 0;
    /// Whether what `token` becomes depends on the one behind it.
    virtual bool needsNext(std::string_view /*token*/) const { return false; }
};

/// Errors  those of Node; BadType, Unsupported, TooDeep.
Expected<std::unique_ptr<const Decoder>> makeDecoder(const Node& node, int depth = 0);

/// The alphabet of byte_level.h back to bytes; what is no UTF-8 then becomes U+FFFD.
class ByteLevelDecoder final : public Decoder {
public:
    void apply(std::vector<std::string>& tokens) const override;
};

/// Joins continuations to their word, puts a space before each other word, and takes some spaces away again.
class WordPieceDecoder final : public Decoder {
public:
    WordPieceDecoder(std::string prefix, bool cleansUp)
        : m_prefix{std::move(prefix)}
        , m_cleansUp{cleansUp}
    {
    }
    void apply(std::vector<std::string>& tokens) const override;

private:
    std::string m_prefix;
    bool m_cleansUp;
};

} // namespace luthier::tokenizer
