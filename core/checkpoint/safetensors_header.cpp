// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/checkpoint/safetensors_entry.h"

#include <algorithm>
#include <cstring>
#include <unordered_set>
#include <utility>

namespace luthier::checkpoint {
namespace {

constexpr std::size_t kLengthBytes = 8;
constexpr std::uint64_t kMostHeaderBytes = 100'000'000; // the format's own limit
constexpr std::size_t kMostDepth = 4; // header, entry, shape, and one more to be told apart from nonsense

/// Follows the header's JSON as it is read, so that no document of it is ever built: a million tensors cost
/// their TensorInfos and nothing else. What is no JSON stops it; of the other faults the first of each kind
/// is kept, because a syntax fault further down goes before them.
class HeaderReader final : public nlohmann::json_sax<Json> {
public:
    bool null() override { return scalar({.words = "null"}); }
    bool boolean(bool value) override { return scalar({.words = value ? "true" : "false"}); }
    bool number_integer(number_integer_t value) override { return scalar({.words = std::to_string(value)}); }
    bool number_unsigned(number_unsigned_t value) override { return scalar({.number = value}); }
    bool number_float(number_float_t, const string_t& words) override { return scalar({.words = words}); }
    bool string(string_t& value) override { return scalar({.text = &value}); }
    bool binary(binary_t&) override { return scalar({}); } // JSON text has none
    bool start_object(std::size_t) override { return open({.isObject = true, .words = "{"}); }
    bool start_array(std::size_t) override { return open({.isArray = true, .words = "["}); }
    bool end_object() override { return close(); }
    bool end_array() override { return close(); }
    bool key(string_t& name) override;
    bool parse_error(std::size_t position, const std::string&,
                     const nlohmann::detail::exception& what) override;

    /// The header, or the fault that comes first in the order of formats.md §2.
    Expected<Header> result() &&;
    Error stopped; ///< why false was returned

private:
    enum class Place { Members, Metadata, Entry, Shape, Offsets, Ignored };
    enum class Field { Dtype, Shape, Offsets, Unknown };
    struct Value {
        bool isObject{false};
        bool isArray{false};
        std::string* text{nullptr};
        std::optional<std::uint64_t> number{}; ///< only if plain and not negative
        std::string words{}; ///< of what is none of these, for messages
    };

    bool open(const Value& value);
    bool enter(const Value& value);
    bool close();
    bool scalar(const Value& value) { return enter(value) && close(); }
    Expected<Place> take(const Value& value);
    static void add(Integers& list, const Value& value);
    Place takeMember(const Value& value);
    Place takeMetadata(const Value& value);
    Place takeField(const Value& value);
    bool entryField(const std::string& name);
    void entryEnded();
    bool stop(Unexpected unexpected)
    {
        stopped = std::move(unexpected.error);
        return false;
    }
    bool duplicate(std::string_view key)
    {
        return stop(refused(ErrorCode::DuplicateKey,
                            {QT_TRANSLATE_NOOP("core", "the key '%1' stands there twice"), shown(key)}));
    }
    bool tooMany(std::size_t most)
    {
        return stop(
            refused(ErrorCode::Limit,
                    {QT_TRANSLATE_NOOP("core", "the header has more than %1 entries of one kind"), most}));
    }

    std::vector<Place> m_places; ///< from the document inwards
    bool m_isMetadata{false}; ///< the member that is being read
    bool m_hasMetadata{false};
    std::string m_key; ///< in the metadata
    std::unordered_set<std::string> m_metadataKeys;
    Field m_field{Field::Unknown};
    Entry m_entry;
    Header m_header;
    std::optional<Error> m_metadataFault;
    std::optional<Error> m_entryFault;
};

bool HeaderReader::open(const Value& value)
{
    if (m_places.size() < kMostDepth) return enter(value);
    return stop(refused(ErrorCode::TooDeep,
                        {QT_TRANSLATE_NOOP("core", "nested more than %1 levels deep"), kMostDepth}));
}

bool HeaderReader::enter(const Value& value)
{
    auto place = take(value);
    if (!place) return stop({std::move(place).error()});
    m_places.push_back(*place);
    return true;
}

bool HeaderReader::close()
{
    m_places.pop_back();
    if (m_places.size() == 1 && !m_isMetadata) entryEnded();
    return true;
}

void HeaderReader::add(Integers& list, const Value& value)
{
    if (value.number) {
        list.add(*value.number);
    } else {
        list.addOther(value.text == nullptr ? value.words : '"' + *value.text + '"');
    }
}

/// Keeps what `value` means where it stands, and says what its insides will mean.
Expected<HeaderReader::Place> HeaderReader::take(const Value& value)
{
    if (m_places.empty()) {
        if (value.isObject) return Place::Members;
        return refused(ErrorCode::BadJson, QT_TRANSLATE_NOOP("core", "the header is not an object"));
    }
    switch (m_places.back()) {
    case Place::Members:
        return takeMember(value);
    case Place::Metadata:
        return takeMetadata(value);
    case Place::Entry:
        return takeField(value);
    case Place::Shape:
        add(m_entry.shape, value);
        break;
    case Place::Offsets:
        add(m_entry.offsets, value);
        break;
    case Place::Ignored:
        break;
    }
    return Place::Ignored;
}

HeaderReader::Place HeaderReader::takeMember(const Value& value)
{
    if (!m_isMetadata) {
        m_entry.isObject = value.isObject;
        return value.isObject ? Place::Entry : Place::Ignored;
    }
    if (value.isObject) return Place::Metadata;
    m_metadataFault
        = refused(ErrorCode::WrongType, QT_TRANSLATE_NOOP("core", "__metadata__ is not an object")).error;
    return Place::Ignored;
}

HeaderReader::Place HeaderReader::takeMetadata(const Value& value)
{
    if (value.text != nullptr) { // an ordered object is a vector: this does not search
        m_header.metadata.get_ref<Json::object_t&>().emplace_back(m_key, std::move(*value.text));
    } else if (!m_metadataFault) {
        m_metadataFault
            = refused(ErrorCode::WrongType,
                      {QT_TRANSLATE_NOOP("core", "the value of '%1' in __metadata__ is not a text"),
                       shown(m_key)})
                  .error;
    }
    return Place::Ignored;
}

HeaderReader::Place HeaderReader::takeField(const Value& value)
{
    if (m_field == Field::Dtype) {
        m_entry.dtypeText = value.text != nullptr ? std::move(*value.text)
            : value.number                        ? std::to_string(*value.number)
                                                  : value.words;
        m_entry.layout = value.text == nullptr ? nullptr : safetensorsLayout(m_entry.dtypeText);
    }
    if (!value.isArray || (m_field != Field::Shape && m_field != Field::Offsets)) return Place::Ignored;
    const bool isShape = m_field == Field::Shape;
    (isShape ? m_entry.shape : m_entry.offsets).given = true;
    return isShape ? Place::Shape : Place::Offsets;
}

bool HeaderReader::key(string_t& name)
{
    if (m_places.back() == Place::Metadata) {
        if (m_metadataKeys.size() >= kMostMetadataKeys) return tooMany(kMostMetadataKeys);
        m_key = name;
        return m_metadataKeys.insert(std::move(name)).second || duplicate(m_key);
    }
    if (m_places.back() == Place::Entry) return entryField(name);
    if (m_places.back() != Place::Members) return true;
    m_isMetadata = name == "__metadata__";
    if (m_isMetadata) return !std::exchange(m_hasMetadata, true) || duplicate(name);
    if (m_header.tensors.size() >= kMostTensors) return tooMany(kMostTensors);
    m_entry = {};
    m_header.tensors.push_back({.name = std::move(name)});
    return true;
}

bool HeaderReader::entryField(const std::string& name)
{
    const auto once = [&](Field field, bool& seen) {
        m_field = field;
        return !std::exchange(seen, true) || duplicate(name);
    };
    if (name == "dtype") return once(Field::Dtype, m_entry.hasDtype);
    if (name == "shape") return once(Field::Shape, m_entry.hasShape);
    if (name == "data_offsets") return once(Field::Offsets, m_entry.hasOffsets);
    m_field = Field::Unknown;
    m_entry.hasUnknownField = true;
    m_entry.unknownField = name;
    return true;
}

void HeaderReader::entryEnded()
{
    if (m_entryFault) return; // the name alone is still needed, to find it twice
    auto info = tensorOf(m_header.tensors.back().name, m_entry);
    if (info) {
        m_header.tensors.back() = *std::move(info);
    } else {
        m_entryFault = std::move(info).error();
    }
}

bool HeaderReader::parse_error(std::size_t position, const std::string&,
                               const nlohmann::detail::exception& what)
{
    constexpr int kNumberTooLarge = 406; // nlohmann's for a number that would be infinite
    if (what.id == kNumberTooLarge) {
        stop(refused(ErrorCode::BadNumber,
                     QT_TRANSLATE_NOOP("core", "the header holds a number that is too large")));
    } else {
        stop(refused(ErrorCode::BadJson, QT_TRANSLATE_NOOP("core", "the header is no JSON")));
    }
    stopped.where = "byte " + std::to_string(kLengthBytes + std::max<std::size_t>(position, 1) - 1);
    return false;
}

Expected<Header> HeaderReader::result() &&
{
    LUTHIER_TRY(m_header.index, indexByName(m_header.tensors));
    if (m_metadataFault) return Unexpected{std::move(*m_metadataFault)};
    if (m_entryFault) return Unexpected{std::move(*m_entryFault)};
    return std::move(m_header);
}

Expected<std::string_view> headerText(std::span<const std::byte> file)
{
    if (file.size() < kLengthBytes) {
        return refused(ErrorCode::Truncated,
                       {QT_TRANSLATE_NOOP("core", "the file ends too early: it has %1 bytes"), file.size()});
    }
    std::uint64_t length = 0;
    std::memcpy(&length, file.data(), kLengthBytes);
    if (length > kMostHeaderBytes) {
        return refused(ErrorCode::Limit,
                       {QT_TRANSLATE_NOOP("core", "the header would be %1 bytes long; at most %2 are read"),
                        length, kMostHeaderBytes});
    }
    if (length > file.size() - kLengthBytes) {
        return refused(
            ErrorCode::Truncated,
            {QT_TRANSLATE_NOOP("core", "the file ends too early: its header needs %1 bytes, %2 are there"),
             length, file.size() - kLengthBytes});
    }
    return std::string_view{reinterpret_cast<const char*>(file.data()) + kLengthBytes, length};
}

} // namespace

Expected<Header> readSafetensorsHeader(std::span<const std::byte> file)
{
    LUTHIER_TRY(const auto text, headerText(file));
    const auto at = [](std::size_t offset) { return "byte " + std::to_string(kLengthBytes + offset); };
    if (const auto bad = invalidUtf8(text); bad != std::string_view::npos) {
        return Unexpected{{.code = ErrorCode::BadUtf8,
                           .message = QT_TRANSLATE_NOOP("core", "the header is no UTF-8"),
                           .where = at(bad)}};
    }
    // nlohmann skips a byte-order mark and takes a zero byte for the end; the format allows neither.
    const auto zero = text.find('\0');
    if (zero != std::string_view::npos || text.starts_with("\xEF\xBB\xBF")) {
        return Unexpected{{.code = ErrorCode::BadJson,
                           .message = QT_TRANSLATE_NOOP("core", "the header is no JSON"),
                           .where = at(zero == std::string_view::npos ? 0 : zero)}};
    }
    HeaderReader reader;
    if (!Json::sax_parse(text.begin(), text.end(), &reader)) return Unexpected{std::move(reader.stopped)};
    LUTHIER_TRY(auto header, std::move(reader).result());
    LUTHIER_CHECK(placeTensors(header.tensors, kLengthBytes + text.size(), file.size()));
    return header;
}

} // namespace luthier::checkpoint
