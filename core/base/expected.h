// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/assert.h"
#include "core/base/text.h"

#include <concepts>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace luthier {

/// What to branch on. The names (`errorName`) are for ever: they stand in `--json` output.
enum class ErrorCode {
    // a setting, a recipe or a command line
    InvalidInput,
    UnknownField,
    Busy, ///< somebody else works in that folder
    // a model or data file
    NotFound,
    Unsupported,
    Truncated,
    Limit,
    BadMagic,
    BadVersion,
    BadUtf8,
    BadEncoding,
    BadJson,
    BadYaml,
    DuplicateKey,
    MissingField,
    WrongType,
    BadType, ///< a part of a kind that nobody knows
    BadNumber,
    BadValue,
    BadName,
    BadDtype,
    BadShape,
    BadOffset,
    Overlap,
    Hole,
    Inconsistent,
    Overflow,
    TrailingBytes,
    TooDeep,
    BadRegex,
    MissingFile,
    MissingTensor,
    UnterminatedQuote,
    BadQuote,
    RaggedRow,
    NulByte,
    EmptyFile,
    NotUsable, ///< readable, but not for this: one class only, no text, no learnable token
    TemplateError, ///< a chat template refused the conversation
    // the machine
    OutOfMemory,
    DiskFull,
    Io,
    // ours
    Interrupted,
    Internal,
};

/// "bad_magic", "out_of_memory", …
std::string_view errorName(ErrorCode code);

/// The exit code of contract.md §2: 1 ours, 2 usage or recipe, 3 a file, 4 memory or disk, 5 interrupted.
int exitCode(ErrorCode code);

struct Error {
    ErrorCode code{ErrorCode::Internal};
    Text message; ///< what happened, with the values in it
    std::string where{}; ///< setting key, or file:line:column
    Text hint{}; ///< what to do about it
    std::vector<Error> others{}; ///< further faults of the same kind, found in the same pass
};

struct Unexpected {
    Error error;
};

/// The part of C++23's std::expected<T, Error> that we use, under the same names.
template <class T>
class [[nodiscard]] Expected {
public:
    template <std::convertible_to<T> U = T>
    Expected(U&& value)
        : m_data{std::in_place_index<0>, std::forward<U>(value)}
    {
    }
    Expected(Unexpected unexpected)
        : m_data{std::in_place_index<1>, std::move(unexpected.error)}
    {
    }

    bool has_value() const noexcept { return m_data.index() == 0; }
    explicit operator bool() const noexcept { return has_value(); }

    const T& operator*() const&
    {
        LUTHIER_ASSERT(has_value());
        return *std::get_if<0>(&m_data);
    }
    T& operator*() &
    {
        LUTHIER_ASSERT(has_value());
        return *std::get_if<0>(&m_data);
    }
    T&& operator*() &&
    {
        LUTHIER_ASSERT(has_value());
        return std::move(*std::get_if<0>(&m_data));
    }
    const T* operator->() const { return &**this; }
    T* operator->() { return &**this; }

    const Error& error() const&
    {
        LUTHIER_ASSERT(!has_value());
        return *std::get_if<1>(&m_data);
    }
    Error&& error() &&
    {
        LUTHIER_ASSERT(!has_value());
        return std::move(*std::get_if<1>(&m_data));
    }

private:
    std::variant<T, Error> m_data;
};

template <>
class [[nodiscard]] Expected<void> : public Expected<std::monostate> {
public:
    Expected()
        : Expected<std::monostate>{std::monostate{}}
    {
    }
    Expected(Unexpected unexpected)
        : Expected<std::monostate>{std::move(unexpected)}
    {
    }
};

} // namespace luthier

#define LUTHIER_JOIN2(a, b) a##b
#define LUTHIER_JOIN(a, b) LUTHIER_JOIN2(a, b)
#define LUTHIER_TRY_IMPL(result, declaration, expression)                                                    \
    auto result = (expression);                                                                              \
    if (!result) return ::luthier::Unexpected{std::move(result).error()};                                    \
    declaration = *std::move(result)
/// LUTHIER_TRY(auto x, f()): x is f()'s value, or this function returns f()'s error.
#define LUTHIER_TRY(declaration, expression)                                                                 \
    LUTHIER_TRY_IMPL(LUTHIER_JOIN(luthierResult, __LINE__), declaration, expression)
/// LUTHIER_CHECK(f()): the same for an Expected<void>.
#define LUTHIER_CHECK(expression)                                                                            \
    if (auto luthierCheck = (expression); !luthierCheck) return ::luthier::Unexpected                        \
        {                                                                                                    \
            std::move(luthierCheck).error()                                                                  \
        }
