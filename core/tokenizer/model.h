// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tokenizer/aligned_text.h"
#include "core/tokenizer/node.h"
#include "core/tokenizer/vocabulary.h"

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

namespace luthier::tokenizer {

/// An id, and the bytes of the text that it stands for.
struct Token {
    std::int32_t id;
    Piece piece;
};

/// Pieces of text to ids: the heart of a pipeline.
class Model {
public:
    virtual ~Model() = default;
    /// Appends the tokens of each of `pieces`, in order.
    virtual void tokenize(std::string_view text, std::span<const Piece> pieces,
                          std::vector<Token>& tokens) const = 0;
    virtual const Vocabulary& vocabulary() const = 0;
    /// What stands for the unknown, where the model has such a token.
    virtual std::optional<std::int32_t> unknown() const = 0;
};

/// `type` of tokenizer.json's model: BPE, WordPiece, …
///
/// Errors  those of Node; BadType.
Expected<std::string> modelType(const Node& model);

/// `bytes`: pieces come as raw bytes (PreTokenizing::bytes).
///
/// Errors  those of Node; BadValue, Inconsistent, Unsupported.
Expected<std::unique_ptr<const Model>> makeModel(const Node& model, const std::string& type, bool bytes);

/// {"token": id, …}
///
/// Errors  BadNumber, Inconsistent where two share an id, where there is none, or where ids leave wide gaps.
Expected<Vocabulary> vocabularyFromJson(const Node& node);

} // namespace luthier::tokenizer
