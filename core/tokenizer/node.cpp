// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tokenizer/node.h"

#include "core/base/json_words.h"

#include <algorithm>

namespace luthier::tokenizer {

Node Node::inside(const Json& json, std::string_view key) const
{
    const bool atTop = m_place.ends_with(": ");
    return Node{json, m_place + (atTop ? "" : ".") + std::string{key}};
}

Unexpected Node::refuse(ErrorCode code, Text message) const
{
    return Unexpected{{.code = code, .message = std::move(message), .where = m_place}};
}

Unexpected Node::wrongType(Text expected) const
{
    return refuse(
        ErrorCode::WrongType,
        {QT_TRANSLATE_NOOP("core", "expected %1, found %2"), std::move(expected), typeName(*m_json)});
}

Expected<Node> Node::member(std::string_view key) const
{
    if (!m_json->is_object()) return wrongType(QT_TRANSLATE_NOOP("core", "an object"));
    const auto found = m_json->find(key);
    if (found == m_json->end()) {
        return inside(*m_json, key)
            .refuse(ErrorCode::MissingField, {QT_TRANSLATE_NOOP("core", "the key '%1' is missing"), key});
    }
    return inside(*found, key);
}

Expected<std::optional<Node>> Node::optional(std::string_view key) const
{
    if (!m_json->is_object()) return wrongType(QT_TRANSLATE_NOOP("core", "an object"));
    const auto found = m_json->find(key);
    if (found == m_json->end() || found->is_null()) return std::optional<Node>{};
    return std::optional{inside(*found, key)};
}

Expected<std::vector<Node>> Node::elements() const
{
    if (!m_json->is_array()) return wrongType(QT_TRANSLATE_NOOP("core", "a list"));
    std::vector<Node> nodes;
    nodes.reserve(m_json->size());
    for (const Json& element : *m_json) {
        nodes.push_back(inside(element, std::to_string(nodes.size())));
    }
    return nodes;
}

Expected<std::vector<std::pair<std::string, Node>>> Node::members() const
{
    if (!m_json->is_object()) return wrongType(QT_TRANSLATE_NOOP("core", "an object"));
    std::vector<std::pair<std::string, Node>> nodes;
    for (const auto& [key, value] : m_json->items()) {
        nodes.emplace_back(key, inside(value, key));
    }
    return nodes;
}

Expected<std::string> Node::text() const
{
    if (!m_json->is_string()) return wrongType(QT_TRANSLATE_NOOP("core", "a text"));
    return m_json->get<std::string>();
}

Expected<bool> Node::boolean() const
{
    if (!m_json->is_boolean()) return wrongType(QT_TRANSLATE_NOOP("core", "true or false"));
    return m_json->get<bool>();
}

Expected<std::int64_t> Node::number(std::int64_t most) const
{
    if (!m_json->is_number()) return wrongType(QT_TRANSLATE_NOOP("core", "a number"));
    if (!m_json->is_number_unsigned() || m_json->get<std::uint64_t>() > static_cast<std::uint64_t>(most)) {
        return refuse(
            ErrorCode::BadNumber,
            {QT_TRANSLATE_NOOP("core", "%1 is no whole number from 0 to %2"), m_json->dump(), most});
    }
    return m_json->get<std::int64_t>();
}

Expected<std::string> Node::text(std::string_view key) const
{
    LUTHIER_TRY(const auto node, member(key));
    return node.text();
}

Expected<bool> Node::boolean(std::string_view key) const
{
    LUTHIER_TRY(const auto node, member(key));
    return node.boolean();
}

Expected<bool> Node::boolean(std::string_view key, bool otherwise) const
{
    LUTHIER_TRY(const auto node, optional(key));
    return node ? node->boolean() : Expected<bool>{otherwise};
}

Expected<std::string> Node::optionalText(std::string_view key) const
{
    LUTHIER_TRY(const auto node, optional(key));
    return node ? node->text() : Expected<std::string>{std::string{}};
}

Expected<std::string> componentType(const Node& node)
{
    LUTHIER_TRY(const auto type, node.optional("type"));
    if (!type) return node.refuse(ErrorCode::BadType, QT_TRANSLATE_NOOP("core", "this part has no type"));
    return type->text();
}

Unexpected unknownComponent(const Node& node, const std::string& type,
                            std::initializer_list<std::string_view> reference)
{
    if (std::find(reference.begin(), reference.end(), type) != reference.end()) {
        return node.refuse(ErrorCode::Unsupported,
                           {QT_TRANSLATE_NOOP("core", "the tokenizer part '%1' is not supported yet"), type});
    }
    return node.refuse(ErrorCode::BadType,
                       {QT_TRANSLATE_NOOP("core", "'%1' is no tokenizer part that is known"), type});
}

Expected<void> checkDepth(const Node& node, int depth)
{
    if (depth <= kDeepestSequence) return {};
    return node.refuse(ErrorCode::TooDeep,
                       {QT_TRANSLATE_NOOP("core", "nested more than %1 levels deep"), kDeepestSequence});
}

} // namespace luthier::tokenizer
