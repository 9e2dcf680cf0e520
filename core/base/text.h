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
    double value;
    int decimals;
};

/// A sentence for people: an English source text with %1 … %9, and what stands there.
///
/// Core makes it, `english()` prints it for logs and the command line, ui translates the source text and then
/// puts the arguments in, numbers in the person's own format. A text without a translation (a path, a message
/// of the system) is `verbatim`.
class Text {
public:
    using Argument = std::variant<std::string, std::int64_t, Rounded>;

    Text() = default;
    /// `source` is a literal inside QT_TRANSLATE_NOOP("core", …).
    template <class... A>
    Text(const char* source, A&&... arguments) // NOLINT(google-explicit-constructor): reads as the text it is
        : m_source{source}
        , m_arguments{argument(std::forward<A>(arguments))...}
    {
    }
    static Text verbatim(std::string words);
    /// A text that was taken apart to be stored, together again.
    static Text restored(std::string source, std::vector<Argument> arguments);

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
        if constexpr (std::is_same_v<Plain, Rounded>) {
            return value;
        } else if constexpr (std::is_integral_v<Plain>) {
            return static_cast<std::int64_t>(value);
        } else if constexpr (std::is_floating_point_v<Plain>) {
            return Rounded{static_cast<double>(value), kSignificant};
        } else {
            return std::string{std::forward<A>(value)};
        }
    }
    static constexpr int kSignificant = -1; ///< as many digits as the number needs, at most six

    std::string m_source;
    std::vector<Argument> m_arguments;
};

/// One argument of a Text as the English text shows it.
std::string english(const Text::Argument& argument);

} // namespace luthier
