// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/expected.h"
#include "core/base/json.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace luthier::tokenizer {

/// A part of tokenizer.json and its place ("model.vocab"), so that every fault is told with its place.
///
/// Errors  MissingField, WrongType, BadNumber at "file: key.key".
class Node {
public:
    Node(const Json& json, std::string place)
        : m_json{&json}
        , m_place{std::move(place)}
    {
    }
    Node(const Json&&, std::string) = delete;

    const Json& json() const { return *m_json; }
    const std::string& place() const { return m_place; }

    Expected<Node> member(std::string_view key) const;
    /// Nothing where the key is absent or null.
    Expected<std::optional<Node>> optional(std::string_view key) const;
    Expected<std::vector<Node>> elements() const;
    /// Of an object, in the file's order.
    Expected<std::vector<std::pair<std::string, Node>>> members() const;

    Expected<std::string> text() const;
    Expected<bool> boolean() const;
    /// A whole number that is not negative and not above `most`.
    Expected<std::int64_t> number(std::int64_t most) const;

    Expected<std::string> text(std::string_view key) const;
    Expected<bool> boolean(std::string_view key) const;
    Expected<bool> boolean(std::string_view key, bool otherwise) const;
    /// Empty where the key is absent or null.
    Expected<std::string> optionalText(std::string_view key) const;

    Unexpected refuse(ErrorCode code, Text message) const;
    Unexpected wrongType(Text expected) const;

private:
    Node inside(const Json& json, std::string_view key) const;

    const Json* m_json;
    std::string m_place;
};

/// What `type` says that this component is.
Expected<std::string> componentType(const Node& node);
/// The refusal of a component that is not built: Unsupported where the reference has it, BadType where nobody
/// has.
Unexpected unknownComponent(const Node& node, const std::string& type,
                            std::initializer_list<std::string_view> reference);

/// Components nest in a Sequence at most this deep.
constexpr int kDeepestSequence = 16;
Expected<void> checkDepth(const Node& node, int depth);

} // namespace luthier::tokenizer
