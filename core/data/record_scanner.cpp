// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/record_scanner.h"

#include <cstring>

namespace luthier::data {
namespace {

std::size_t find(std::string_view text, char wanted, std::size_t from)
{
    const void* const found = std::memchr(text.data() + from, wanted, text.size() - from);
    if (found == nullptr) return std::string_view::npos;
    return static_cast<std::size_t>(static_cast<const char*>(found) - text.data());
}

std::int64_t lineEnds(std::string_view text)
{
    std::int64_t count = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        count
            += text[i] == '\n' || (text[i] == '\r' && (i + 1 == text.size() || text[i + 1] != '\n')) ? 1 : 0;
    }
    return count;
}

} // namespace

RecordScanner::RecordScanner(char separator, bool quotes)
    : m_separator{separator}
    , m_quotes{quotes}
{
    for (const char stop : {separator, '\n', '\r'}) {
        m_stops[static_cast<unsigned char>(stop)] = true;
    }
}

std::size_t RecordScanner::stopFrom(std::string_view text, std::size_t at) const
{
    while (at < text.size() && !m_stops[static_cast<unsigned char>(text[at])]) {
        ++at;
    }
    return at;
}

bool RecordScanner::scan(std::string_view text, bool last, Record& record) const
{
    record.fields.clear();
    record.lines = 0;
    record.fault.reset();
    std::size_t at = 0;
    for (auto step = Step::Field; step == Step::Field;) {
        if (m_quotes && at < text.size() && text[at] == '"') {
            step = quotedField(text, last, record, at);
        } else {
            const auto end = stopFrom(text, at);
            record.fields.push_back({at, end, false});
            at = end;
        }
        if (step == Step::Field) step = afterField(text, last, record, at);
        if (step == Step::More) return false;
    }
    record.blank = record.textEnd == 0;
    if (record.fault && record.fault->code == ErrorCode::BadQuote && record.lines > 1) {
        const auto end = text.find_first_of("\r\n");
        record.textEnd = end;
        record.length = end + (text.substr(end).starts_with("\r\n") ? 2 : 1);
        record.lines = 1;
        record.fault->offset = 0;
    }
    if (const auto nul = find(text.substr(0, record.textEnd), '\0', 0); nul != std::string_view::npos) {
        if (!record.fault) record.fault = Fault{ErrorCode::NulByte, nul};
    }
    return true;
}

/// `at` is moved behind the field; behind its closing quote too.
RecordScanner::Step RecordScanner::quotedField(std::string_view text, bool last, Record& record,
                                               std::size_t& at) const
{
    const auto opening = at;
    bool doubled = false;
    std::size_t from = at + 1;
    std::size_t quote = 0;
    for (;;) {
        quote = find(text, '"', from);
        if (quote == std::string_view::npos) {
            if (!last) return Step::More;
            record.fault = Fault{ErrorCode::UnterminatedQuote, opening};
            record.length = record.textEnd = text.size();
            return Step::End;
        }
        if (quote + 1 == text.size() && !last) return Step::More;
        if (quote + 1 == text.size() || text[quote + 1] != '"') break;
        doubled = true;
        from = quote + 2;
    }
    record.fields.push_back({opening + 1, quote, doubled});
    record.lines += lineEnds(text.substr(opening + 1, quote - opening - 1));
    at = stopFrom(text, quote + 1);
    if (at > quote + 1 && !record.fault) record.fault = Fault{ErrorCode::BadQuote, quote + 1};
    return Step::Field;
}

/// Whether another field begins at `at`, behind a separator, or the record ends there.
RecordScanner::Step RecordScanner::afterField(std::string_view text, bool last, Record& record,
                                              std::size_t& at) const
{
    if (at == text.size()) {
        if (!last) return Step::More;
        record.length = record.textEnd = at;
        return Step::End;
    }
    if (text[at] == m_separator) {
        ++at;
        return Step::Field;
    }
    const bool isReturn = text[at] == '\r';
    if (isReturn && at + 1 == text.size() && !last) return Step::More;
    record.textEnd = at;
    record.length = at + (isReturn && at + 1 < text.size() && text[at + 1] == '\n' ? 2 : 1);
    ++record.lines;
    return Step::End;
}

std::string_view RecordScanner::value(std::string_view text, const Field& field)
{
    text = text.substr(field.begin, field.end - field.begin);
    if (!field.doubledQuotes) return text;
    m_collapsed.clear();
    for (std::size_t at = 0; at < text.size();) {
        const auto quote = std::min(find(text, '"', at), text.size());
        m_collapsed.append(text.substr(at, quote - at));
        if (quote < text.size()) m_collapsed += '"';
        at = quote + 2;
    }
    return m_collapsed;
}

} // namespace luthier::data
