// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/expected.h"
#include "core/config/entry.h"
#include "core/config/field.h"
#include "core/config/setting.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace luthier::config {

/// One of a Field's words: auto, none, …
struct Word {
    std::string value;
};

/// Where rows of a part come from: a file, or a share of the training file.
struct PartSource {
    std::string path{}; ///< empty: split
    double share{0};
};

/// How often something happens; one of the two is set.
struct Every {
    std::int64_t steps{0};
    std::chrono::seconds time{0};
};

using NumberNames = std::map<std::string, double, std::less<>>;
using TextNames = std::map<std::string, std::string, std::less<>>;

using Value = std::variant<Word, bool, std::int64_t, double, std::string, std::vector<std::string>,
                           NumberNames, TextNames, PartSource, Every, std::vector<std::int64_t>>;

/// The settings of one recipe section, checked against their Fields: each is there and in range.
class Values {
public:
    /// `given` over `starts` over the Fields' initial values.
    ///
    /// Errors  InvalidInput and UnknownField, all together (see asOneError), each at the setting's place in
    ///         the file, else at "section.key".
    static Expected<Values> checked(std::string_view section, std::span<const Field> fields,
                                    const Settings& given, std::span<const Start> starts = {});

    // REQUIRES: `key` is a Field of that kind, and holds no word.
    std::int64_t integer(std::string_view key) const { return get<std::int64_t>(key); }
    double real(std::string_view key) const { return get<double>(key); }
    bool flag(std::string_view key) const { return get<bool>(key); }
    const std::string& text(std::string_view key) const { return get<std::string>(key); }
    const std::vector<std::string>& names(std::string_view key) const
    {
        return get<std::vector<std::string>>(key);
    }
    const NumberNames& numbers(std::string_view key) const { return get<NumberNames>(key); }
    const TextNames& texts(std::string_view key) const { return get<TextNames>(key); }
    const PartSource& part(std::string_view key) const { return get<PartSource>(key); }
    const Every& every(std::string_view key) const { return get<Every>(key); }
    const std::vector<std::int64_t>& integers(std::string_view key) const
    {
        return get<std::vector<std::int64_t>>(key);
    }

    /// The word at `key`, or empty where a value of the Field's kind stands there.
    std::string_view word(std::string_view key) const;
    bool is(std::string_view key, std::string_view expected) const { return word(key) == expected; }
    /// The number at `key`, or nothing where a word stands there.
    std::optional<std::int64_t> integerOrWord(std::string_view key) const;

    /// Replaces a word by what it was resolved to. REQUIRES: `key` is a Field.
    void set(std::string_view key, Value value);

    /// As they would stand in a recipe, every one written out.
    Settings settings() const;

private:
    template <class T>
    const T& get(std::string_view key) const
    {
        const auto found = m_values.find(key);
        LUTHIER_ASSERT(found != m_values.end() && std::holds_alternative<T>(found->second));
        return std::get<T>(found->second);
    }

    std::map<std::string, Value, std::less<>> m_values;
};

/// One value as it would stand in a recipe.
Setting settingOf(const Value& value);

/// What `field` starts with, as it would stand in a recipe.
Setting initialSetting(const Field& field);

} // namespace luthier::config
