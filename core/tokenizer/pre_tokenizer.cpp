// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tokenizer/pre_tokenizer.h"

#include "core/tokenizer/bert_pre_tokenizer.h"
#include "core/tokenizer/byte_level.h"
#include "core/tokenizer/digits.h"
#include "core/tokenizer/splitters.h"

#include <utility>

namespace luthier::tokenizer {
namespace {

Expected<PreTokenizing> make(const Node& node, bool modelTakesBytes, int depth)
{
    LUTHIER_CHECK(checkDepth(node, depth));
    LUTHIER_TRY(const auto type, componentType(node));
    PreTokenizing result;
    if (type == "BertPreTokenizer") {
        result.splitter = std::make_unique<const BertPreTokenizer>();
    } else if (type == "ByteLevel") {
        LUTHIER_TRY(auto options, ByteLevel::fromJson(node));
        options.writeLetters = !modelTakesBytes;
        result = {std::make_unique<const ByteLevel>(options), modelTakesBytes};
    } else if (type == "Digits") {
        LUTHIER_TRY(result.splitter, Digits::fromJson(node));
    } else if (type == "Sequence") {
        LUTHIER_TRY(const auto list, node.member("pretokenizers"));
        LUTHIER_TRY(const auto nodes, list.elements());
        std::vector<std::unique_ptr<const PreTokenizer>> parts;
        for (std::size_t i = 0; i < nodes.size(); ++i) {
            // What follows a ByteLevel sees its letters, so only the last one may keep the bytes.
            const bool isLast = i + 1 == nodes.size();
            LUTHIER_TRY(auto part, make(nodes[i], modelTakesBytes && isLast, depth + 1));
            result.bytes = part.bytes;
            parts.push_back(std::move(part.splitter));
        }
        result.splitter = std::make_unique<const PreTokenizerSequence>(std::move(parts));
    } else {
        LUTHIER_TRY(result.splitter, makeSplitter(node, type));
        if (!result.splitter) return unknownComponent(node, type, {});
    }
    return result;
}

} // namespace

void PreTokenizerSequence::split(AlignedText& text, std::vector<Piece>& pieces) const
{
    for (const auto& part : m_parts) {
        part->split(text, pieces);
    }
}

Expected<PreTokenizing> makePreTokenizer(const Node& node, bool modelTakesBytes)
{
    return make(node, modelTakesBytes, 0);
}

} // namespace luthier::tokenizer
