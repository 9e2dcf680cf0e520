// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tokenizer/model.h"

#include "core/tokenizer/bpe.h"
#include "core/tokenizer/unigram.h"
#include "core/tokenizer/word_piece.h"

#include <algorithm>
#include <array>
#include <limits>

namespace luthier::tokenizer {
namespace {

constexpr std::array<std::string_view, 4> kModels{"BPE", "WordPiece", "Unigram", "WordLevel"};

/// Ids beyond the number of tokens by more than this are a fault; they cost memory for nothing.
constexpr std::int64_t kWidestGap = 65'536;

/// Files of the library's first years name no type; their keys tell.
std::string guessedType(const Json& model)
{
    if (model.contains("merges")) return "BPE";
    return model.contains("continuing_subword_prefix") ? "WordPiece" : "WordLevel";
}

} // namespace

Expected<std::string> modelType(const Node& model)
{
    LUTHIER_TRY(const auto node, model.optional("type"));
    if (!node) return guessedType(model.json());
    LUTHIER_TRY(auto type, node->text());
    if (std::find(kModels.begin(), kModels.end(), type) != kModels.end()) return type;
    return node->refuse(ErrorCode::BadType,
                        {QT_TRANSLATE_NOOP("core", "'%1' is no tokenizer model that is known"), type});
}

Expected<std::unique_ptr<const Model>> makeModel(const Node& model, const std::string& type, bool bytes)
{
    if (type == "BPE") return Bpe::fromJson(model, bytes);
    if (type == "WordPiece") return WordPiece::fromJson(model);
    return type == "Unigram" ? Unigram::fromJson(model) : WordLevel::fromJson(model);
}

Expected<Vocabulary> vocabularyFromJson(const Node& node)
{
    if (!node.json().is_object()) return node.wrongType(QT_TRANSLATE_NOOP("core", "an object"));
    const auto count = static_cast<std::int64_t>(node.json().size());
    Vocabulary vocabulary;
    for (const auto& [token, value] : node.json().items()) {
        const Node entry{value, node.place() + "." + token};
        LUTHIER_TRY(const auto id, entry.number(std::numeric_limits<std::int32_t>::max()));
        if (id > 2 * count + kWidestGap) {
            return entry.refuse(
                ErrorCode::Inconsistent,
                {QT_TRANSLATE_NOOP("core", "the id %1 is far beyond the %2 tokens of the vocabulary"), id,
                 count});
        }
        if (vocabulary.add(token, static_cast<std::int32_t>(id)) != Vocabulary::Added::Yes) {
            return entry.refuse(ErrorCode::Inconsistent,
                                {QT_TRANSLATE_NOOP("core", "'%1' has the id %2, but so has '%3'"), token, id,
                                 std::string{vocabulary.text(static_cast<std::int32_t>(id))}});
        }
    }
    if (vocabulary.count() == 0) {
        return node.refuse(ErrorCode::Inconsistent, QT_TRANSLATE_NOOP("core", "the vocabulary is empty"));
    }
    return vocabulary;
}

} // namespace luthier::tokenizer
