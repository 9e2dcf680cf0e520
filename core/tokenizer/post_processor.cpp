// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tokenizer/post_processor.h"

#include "core/base/utf8.h"
#include "core/tokenizer/byte_level.h"
#include "core/tokenizer/characters.h"

#include <algorithm>
#include <limits>
#include <map>
#include <utility>

namespace luthier::tokenizer {
namespace {

using Part = PostProcessor::Part;
using SpecialTokens = std::map<std::string, std::vector<std::int32_t>, std::less<>>;

Expected<std::int32_t> idFromJson(const Node& node, std::size_t idEnd)
{
    LUTHIER_TRY(const auto id, node.number(std::numeric_limits<std::int32_t>::max()));
    if (static_cast<std::size_t>(id) >= idEnd) {
        return node.refuse(ErrorCode::Inconsistent,
                           {QT_TRANSLATE_NOOP("core", "the id %1 is beyond the vocabulary"), id});
    }
    return static_cast<std::int32_t>(id);
}

/// ["[SEP]", 102]
Expected<std::int32_t> namedToken(const Node& node, std::string_view key, std::size_t idEnd)
{
    LUTHIER_TRY(const auto entry, node.member(key));
    LUTHIER_TRY(const auto both, entry.elements());
    if (both.size() != 2) {
        return entry.refuse(ErrorCode::BadValue, QT_TRANSLATE_NOOP("core", "expected a token and its id"));
    }
    LUTHIER_CHECK(both[0].text());
    return idFromJson(both[1], idEnd);
}

Part specialPart(std::int32_t id, std::int8_t type = 0)
{
    return {.kind = Part::Kind::Special, .ids = {id}, .type = type};
}

Expected<PostProcessor> bertFromJson(const Node& node, std::size_t idEnd)
{
    LUTHIER_TRY(const auto cls, namedToken(node, "cls", idEnd));
    LUTHIER_TRY(const auto sep, namedToken(node, "sep", idEnd));
    return PostProcessor::bert(cls, sep);
}

Expected<PostProcessor> roberta(const Node& node, std::size_t idEnd)
{
    LUTHIER_TRY(const auto clsId, namedToken(node, "cls", idEnd));
    LUTHIER_TRY(const auto sepId, namedToken(node, "sep", idEnd));
    LUTHIER_TRY(const bool trims, node.boolean("trim_offsets"));
    LUTHIER_TRY(const bool prefix, node.boolean("add_prefix_space"));
    const Part cls = specialPart(clsId);
    const Part sep = specialPart(sepId);
    return PostProcessor{.single = {cls, {}, sep},
                         .pair = {cls, {}, sep, sep, {.kind = Part::Kind::Second}, sep},
                         .trimsSpaces = trims,
                         .keepsPrefixSpace = prefix};
}

Expected<PostProcessor> byteLevel(const Node& node)
{
    LUTHIER_TRY(const auto options, ByteLevel::fromJson(node));
    LUTHIER_TRY(const bool trims, node.boolean("trim_offsets"));
    return PostProcessor{.trimsSpaces = trims, .keepsPrefixSpace = options.prefixSpace};
}

Expected<SpecialTokens> specialTokens(const Node& node, std::size_t idEnd)
{
    SpecialTokens tokens;
    LUTHIER_TRY(const auto table, node.member("special_tokens"));
    LUTHIER_TRY(const auto entries, table.members());
    for (const auto& [name, entry] : entries) {
        LUTHIER_TRY(const auto idList, entry.member("ids"));
        LUTHIER_TRY(const auto ids, idList.elements());
        LUTHIER_TRY(const auto textList, entry.member("tokens"));
        LUTHIER_TRY(const auto texts, textList.elements());
        if (ids.size() != texts.size()) {
            return entry.refuse(
                ErrorCode::Inconsistent,
                {QT_TRANSLATE_NOOP("core", "%1 ids for %2 tokens"), ids.size(), texts.size()});
        }
        for (const Node& id : ids) {
            LUTHIER_TRY(tokens[name].emplace_back(), idFromJson(id, idEnd));
        }
    }
    return tokens;
}

/// {"Sequence": {"id": "A", "type_id": 0}} or {"SpecialToken": {"id": "[CLS]", "type_id": 0}}
Expected<Part> partFromJson(const Node& node, const SpecialTokens& tokens)
{
    Part part;
    LUTHIER_TRY(const auto sequence, node.optional("Sequence"));
    LUTHIER_TRY(const auto token, node.optional("SpecialToken"));
    if (!sequence && !token) {
        return node.refuse(ErrorCode::BadType,
                           QT_TRANSLATE_NOOP("core", "this is neither a Sequence nor a SpecialToken"));
    }
    const Node& body = sequence ? *sequence : *token;
    LUTHIER_TRY(const auto name, body.text("id"));
    LUTHIER_TRY(const auto typeNode, body.member("type_id"));
    LUTHIER_TRY(const auto type, typeNode.number(std::numeric_limits<std::int8_t>::max()));
    part.type = static_cast<std::int8_t>(type);
    if (sequence) {
        if (name != "A" && name != "B") {
            return body.refuse(ErrorCode::BadValue,
                               {QT_TRANSLATE_NOOP("core", "a sequence is called A or B, not '%1'"), name});
        }
        part.kind = name == "A" ? Part::Kind::First : Part::Kind::Second;
        return part;
    }
    const auto found = tokens.find(name);
    if (found == tokens.end()) {
        return body.refuse(ErrorCode::Inconsistent,
                           {QT_TRANSLATE_NOOP("core", "'%1' is not among the special_tokens"), name});
    }
    part.kind = Part::Kind::Special;
    part.ids = found->second;
    return part;
}

Expected<std::vector<Part>> partsFromJson(const Node& node, std::string_view key, const SpecialTokens& tokens)
{
    LUTHIER_TRY(const auto list, node.member(key));
    LUTHIER_TRY(const auto nodes, list.elements());
    std::vector<Part> parts;
    for (const Node& entry : nodes) {
        LUTHIER_TRY(parts.emplace_back(), partFromJson(entry, tokens));
    }
    return parts;
}

Expected<PostProcessor> fromTemplate(const Node& node, std::size_t idEnd)
{
    PostProcessor result;
    LUTHIER_TRY(const auto tokens, specialTokens(node, idEnd));
    LUTHIER_TRY(result.single, partsFromJson(node, "single", tokens));
    LUTHIER_TRY(result.pair, partsFromJson(node, "pair", tokens));
    return result;
}

/// At most one of a sequence puts tokens around a text; the others trim offsets.
Expected<PostProcessor> sequence(const Node& node, std::size_t idEnd, int depth)
{
    PostProcessor result;
    bool surrounds = false;
    LUTHIER_TRY(const auto list, node.member("processors"));
    LUTHIER_TRY(const auto nodes, list.elements());
    for (const Node& entry : nodes) {
        LUTHIER_TRY(auto part, makePostProcessor(entry, idEnd, depth + 1));
        if (part.trimsSpaces) {
            result.trimsSpaces = true;
            result.keepsPrefixSpace = part.keepsPrefixSpace;
        }
        if (part.single.size() == 1 && part.pair.size() == 2) continue;
        if (std::exchange(surrounds, true)) {
            return entry.refuse(
                ErrorCode::Unsupported,
                QT_TRANSLATE_NOOP("core", "a second part that adds tokens is not supported yet"));
        }
        result.single = std::move(part.single);
        result.pair = std::move(part.pair);
    }
    return result;
}

void append(Encoding& result, const Encoding& part, std::int8_t type)
{
    result.ids.insert(result.ids.end(), part.ids.begin(), part.ids.end());
    result.offsets.insert(result.offsets.end(), part.offsets.begin(), part.offsets.end());
    result.types.resize(result.ids.size(), type);
}

} // namespace

PostProcessor PostProcessor::bert(std::int32_t cls, std::int32_t sep)
{
    const Part second{.kind = Part::Kind::Second, .type = 1};
    return {.single = {specialPart(cls), {}, specialPart(sep)},
            .pair = {specialPart(cls), {}, specialPart(sep), second, specialPart(sep, 1)}};
}

Encoding PostProcessor::process(Encoding first, const Encoding* second, bool special, bool withOffsets) const
{
    if (second == nullptr && single.size() == 1 && single.front().kind == Part::Kind::First) {
        first.types.assign(first.ids.size(), single.front().type);
        return first;
    }
    Encoding result;
    for (const Part& part : second != nullptr ? pair : single) {
        if (part.kind == Part::Kind::First) {
            append(result, first, part.type);
        } else if (part.kind == Part::Kind::Second) {
            if (second != nullptr) append(result, *second, part.type);
        } else if (special) {
            append(result, {.ids = part.ids, .offsets = {withOffsets ? part.ids.size() : 0, {0, 0}}},
                   part.type);
        }
    }
    return result;
}

Origin PostProcessor::trimmed(Origin origin, std::string_view token, bool isFirst) const
{
    const auto isSpace = [](char32_t character) {
        return character == letterOfByte(' ') || characters().is(character, Character::Space);
    };
    std::int32_t leading = 0;
    for (std::size_t at = 0; at < token.size(); ++leading) {
        const auto [character, length] = characterAt(token, at);
        if (!isSpace(character)) break;
        at += length;
    }
    std::int32_t trailing = 0;
    for (std::size_t end = token.size(); end > 0; ++trailing) {
        const auto begin = characterBefore(token, end);
        if (!isSpace(characterAt(token, begin).character)) break;
        end = begin;
    }
    if (leading == 1 && keepsPrefixSpace && (isFirst || origin.begin == 0)) leading = 0;
    origin.begin = std::min(origin.begin + leading, origin.end);
    if (trailing <= origin.end) origin.end = std::max(origin.end - trailing, origin.begin);
    return origin;
}

Expected<PostProcessor> makePostProcessor(const Node& node, std::size_t idEnd, int depth)
{
    LUTHIER_CHECK(checkDepth(node, depth));
    LUTHIER_TRY(const auto type, componentType(node));
    if (type == "BertProcessing") return bertFromJson(node, idEnd);
    if (type == "ByteLevel") return byteLevel(node);
    if (type == "RobertaProcessing") return roberta(node, idEnd);
    if (type == "Sequence") return sequence(node, idEnd, depth);
    if (type == "TemplateProcessing") return fromTemplate(node, idEnd);
    return unknownComponent(node, type, {});
}

} // namespace luthier::tokenizer
