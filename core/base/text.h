// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

/// Marks an English text that a person will read, so that lupdate collects it. Expands to the text.
#ifndef QT_TRANSLATE_NOOP
#define QT_TRANSLATE_NOOP(context, text) text
#endif

namespace luthier {

/// A number inside a Text with the digits after the point that a person should see.
struct Rounded {
    static constexpr int kSignificant = -1; ///< as many digits as the number needs, at most six
    static constexpr int kExact = -2; ///< the fewest digits that are read back as the same number

    double value;
    int decimals;
};

/// A sentence for people: an English source text with %1 … %9, and what stands there.
///
/// Core makes it, `english()` prints it for logs and the command line, ui translates the source text and then
/// puts the arguments in, numbers in the person's own format. What an argument is says who writes it: a plain
/// string is a name, a path, somebody's own words, the same in every language; whatever is English (the name
/// of a thing, a reason, a number with its unit) is a Text of its own, or it would stay English in a German
/// sentence. A text without a translation (a path, a message of the system) is `verbatim`.
class Text {
public:
    using Argument = std::variant<std::string, std::int64_t, Rounded, Text>;

    Text() = default;
    /// `source` is a literal inside QT_TRANSLATE_NOOP("core", …).
    template <class... A>
    Text(const char* source, A&&... arguments) // NOLINT(google-explicit-constructor): reads as the text it is
        : m_source{source}
        , m_arguments{argument(std::forward<A>(arguments))...}
    {
    }
    static Text verbatim(std::string words);
    /// A text as it was taken apart: `source()` and `arguments()` of one that was kept in a file.
    static Text recorded(std::string source, std::vector<Argument> arguments);

    bool empty() const { return m_source.empty(); }
    const std::string& source() const { return m_source; }
    const std::vector<Argument>& arguments() const { return m_arguments; }
    std::string english() const;

    friend bool operator==(const Text& a, const Text& b) { return a.english() == b.english(); }

private:
    template <class A>
    static Argument argument(A&& value)
    {
        using Plain = std::remove_cvref_t<A>;
        if constexpr (std::is_same_v<Plain, Rounded> || std::is_same_v<Plain, Text>) {
            return std::forward<A>(value);
        } else if constexpr (std::is_integral_v<Plain>) {
            if constexpr (std::is_same_v<Plain, std::uint64_t>) { // out of a damaged file it may be huge
                if (!std::in_range<std::int64_t>(value)) return std::to_string(value);
            }
            return static_cast<std::int64_t>(value);
        } else if constexpr (std::is_floating_point_v<Plain>) {
            return Rounded{static_cast<double>(value), Rounded::kSignificant};
        } else {
            return std::string{std::forward<A>(value)};
        }
    }
    std::string m_source;
    std::vector<Argument> m_arguments;
};

/// One argument of a Text as the English text shows it.
std::string english(const Text::Argument& argument);

} // namespace luthier
