// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/json.h"

#include "core/base/files.h"
#include "core/base/json_words.h"

#include <algorithm>
#include <iterator>
#include <unordered_set>
#include <utility>
#include <vector>

namespace luthier {
namespace {

/// Builds the document and stops at the first duplicate key, at too much depth, and at what is no JSON.
///
/// The time is linear in the text: nlohmann's own builder searches an ordered object before each insertion,
/// which takes minutes for the million keys that a vocabulary or a weight map may have.
class StrictBuilder final : public nlohmann::json_sax<Json> {
public:
    StrictBuilder(int depth, Json& result)
        : m_depth{depth}
        , m_result{result}
    {
    }

    bool null() override { return add(nullptr); }
    bool boolean(bool value) override { return add(value); }
    bool number_integer(number_integer_t value) override { return add(value); }
    bool number_unsigned(number_unsigned_t value) override { return add(value); }
    bool number_float(number_float_t value, const string_t&) override { return add(value); }
    bool string(string_t& value) override { return add(std::move(value)); }
    bool binary(binary_t& value) override { return add(std::move(value)); }
    bool start_object(std::size_t) override
    {
        m_keys.emplace_back();
        return deeper(Json::object());
    }
    bool key(string_t& value) override
    {
        if (!m_keys.back().insert(value).second) {
            error = {.code = ErrorCode::DuplicateKey,
                     .message = Text{QT_TRANSLATE_NOOP("core", "the key '%1' stands there twice"), value}};
            return false;
        }
        m_key = std::move(value);
        return true;
    }
    bool end_object() override
    {
        m_keys.pop_back();
        m_open.pop_back();
        return true;
    }
    bool start_array(std::size_t) override { return deeper(Json::array()); }
    bool end_array() override
    {
        m_open.pop_back();
        return true;
    }
    bool parse_error(std::size_t position, const std::string& last,
                     const nlohmann::detail::exception& what) override
    {
        offset = position;
        if (what.id == kNumberTooLarge) {
            error = {.code = ErrorCode::BadNumber,
                     .message
                     = Text{QT_TRANSLATE_NOOP("core", "a number is too large: %1"), beginningOf(last)}};
            return false;
        }
        std::string words = what.what();
        const auto colon = words.find(": "); // behind "parse error at line …, column …"
        if (colon != std::string::npos) words.erase(0, colon + 2);
        error = {.code = ErrorCode::BadJson,
                 .message = Text{QT_TRANSLATE_NOOP("core", "this is no JSON: %1"),
                                 syntaxFault(words.empty() ? last : words)}};
        return false;
    }

    Error error{.code = ErrorCode::BadJson, .message = QT_TRANSLATE_NOOP("core", "this is no JSON")};
    std::size_t offset{0};

private:
    static constexpr int kNumberTooLarge = 406; // nlohmann's out_of_range for a number that is infinite

    /// Puts a value where it belongs; an element is never moved while something inside it is still open.
    Json& place(Json&& value)
    {
        if (m_open.empty()) return m_result = std::move(value);
        if (m_open.back()->is_array()) {
            return m_open.back()->get_ref<Json::array_t&>().emplace_back(std::move(value));
        }
        return m_open.back()->get_ref<Json::object_t&>().emplace_back(m_key, std::move(value)).second;
    }
    bool add(Json&& value)
    {
        place(std::move(value));
        return true;
    }
    bool deeper(Json&& value)
    {
        m_open.push_back(&place(std::move(value)));
        if (static_cast<int>(m_open.size()) <= m_depth) return true;
        error = {.code = ErrorCode::TooDeep,
                 .message = Text{QT_TRANSLATE_NOOP("core", "nested more than %1 levels deep"), m_depth}};
        return false;
    }
    static std::string beginningOf(const std::string& words)
    {
        constexpr std::size_t kEnough = 24;
        return words.size() <= kEnough ? words : words.substr(0, kEnough) + "…";
    }

    int m_depth;
    Json& m_result;
    std::vector<Json*> m_open; ///< from the document down to where the next value goes
    std::vector<std::unordered_set<std::string>> m_keys; ///< of the open objects
    std::string m_key;
};

/// An iterator that counts, because nlohmann tells the position of a syntax error only.
struct Counting {
    using iterator_category = std::input_iterator_tag;
    using value_type = char;
    using difference_type = std::ptrdiff_t;
    using pointer = const char*;
    using reference = const char&;

    const char* at{};
    std::size_t* count{};

    reference operator*() const { return *at; }
    Counting& operator++()
    {
        ++at;
        ++*count;
        return *this;
    }
    friend bool operator==(const Counting& a, const Counting& b) { return a.at == b.at; }
    friend bool operator!=(const Counting& a, const Counting& b) { return a.at != b.at; }
};

std::string located(std::string_view where, std::string_view text, std::size_t offset)
{
    return std::string{where} + ":" + placeIn(text, offset);
}

} // namespace

Expected<Json> parseJson(std::string_view text, std::string_view where, const JsonLimits& limits)
{
    if (text.size() > limits.bytes) {
        return Unexpected{{.code = ErrorCode::Limit,
                           .message = Text{QT_TRANSLATE_NOOP("core", "longer than %1 bytes"),
                                           static_cast<std::int64_t>(limits.bytes)},
                           .where = std::string{where}}};
    }
    if (const auto bad = invalidUtf8(text); bad != std::string_view::npos) {
        return Unexpected{{.code = ErrorCode::BadUtf8,
                           .message = Text{QT_TRANSLATE_NOOP("core", "byte %1 is no UTF-8"),
                                           static_cast<std::int64_t>(bad)},
                           .where = located(where, text, bad)}};
    }
    if (const auto nul = text.find('\0'); nul != std::string_view::npos) {
        // nlohmann takes it for the end of the text and would not look at what follows.
        return Unexpected{{.code = ErrorCode::BadJson,
                           .message = Text{QT_TRANSLATE_NOOP("core", "this is no JSON: byte %1 is zero"),
                                           static_cast<std::int64_t>(nul)},
                           .where = located(where, text, nul)}};
    }
    Json result;
    StrictBuilder builder{limits.depth, result};
    std::size_t count = 0;
    const Counting first{text.data(), &count};
    const Counting last{text.data() + text.size(), &count};
    if (Json::sax_parse(first, last, &builder)) return result;
    builder.error.where
        = located(where, text, (builder.offset > 0 ? builder.offset : std::max<std::size_t>(count, 1)) - 1);
    return Unexpected{std::move(builder.error)};
}

Expected<Json> readJson(const std::filesystem::path& path, const JsonLimits& limits)
{
    LUTHIER_TRY(const auto text, readFile(path, limits.bytes));
    return parseJson(text, path.string(), limits);
}

std::string toJson(const Json& value)
{
    return value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string toPrettyJson(const Json& value)
{
    return value.dump(2, ' ', false, Json::error_handler_t::replace);
}

Json toJson(const Error& error)
{
    Json object{{"code", errorName(error.code)},
                {"message", error.message.english()},
                {"where", error.where},
                {"hint", error.hint.english()}};
    for (const Error& other : error.others) {
        object["others"].push_back(toJson(other));
    }
    return object;
}

std::string placeIn(std::string_view text, std::size_t offset)
{
    std::size_t line = 1;
    std::size_t column = 1;
    for (std::size_t i = 0; i < std::min(offset, text.size()); ++i) {
        if (text[i] == '\n') {
            ++line;
            column = 1;
        } else if ((static_cast<unsigned char>(text[i]) & 0xC0U)
                   != 0x80U) { // a continuation byte is no character
            ++column;
        }
    }
    return std::to_string(line) + ":" + std::to_string(column);
}

std::size_t invalidUtf8(std::string_view text)
{
    const auto byte = [text](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    std::size_t i = 0;
    while (i < text.size()) {
        const unsigned lead = byte(i);
        if (lead < 0x80U) {
            ++i;
            continue;
        }
        const std::size_t length = lead >= 0xF0U ? 4 : lead >= 0xE0U ? 3 : 2;
        if (lead < 0xC2U || lead > 0xF4U || i + length > text.size()) return i;
        // The second byte's range shuts out overlong forms, surrogates and what lies above U+10FFFF.
        const unsigned low = lead == 0xE0U ? 0xA0U : lead == 0xF0U ? 0x90U : 0x80U;
        const unsigned high = lead == 0xEDU ? 0x9FU : lead == 0xF4U ? 0x8FU : 0xBFU;
        if (byte(i + 1) < low || byte(i + 1) > high) return i;
        for (std::size_t k = 2; k < length; ++k) {
            if ((byte(i + k) & 0xC0U) != 0x80U) return i;
        }
        i += length;
    }
    return std::string_view::npos;
}

} // namespace luthier
