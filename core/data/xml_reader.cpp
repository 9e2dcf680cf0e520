// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/xml_reader.h"

#include "core/base/text.h"

#include <algorithm>
#include <utility>

#include <expat.h>

namespace luthier::data {
namespace {

constexpr int kDeepest = 64; // elements in each other

std::string_view plain(const char* name)
{
    const std::string_view whole{name};
    const auto colon = whole.rfind(':');
    return colon == std::string_view::npos ? whole : whole.substr(colon + 1);
}

} // namespace

struct XmlReader::Parser {
    Handlers handlers;
    XML_Parser parser{XML_ParserCreate("UTF-8")};
    int depth{0};
    bool isRefused{false};

    void refuse()
    {
        isRefused = true;
        XML_StopParser(parser, XML_FALSE);
    }
    static Parser& of(void* data) { return *static_cast<Parser*>(data); }
    static void begin(void* data, const char* name, const char** attributes)
    {
        Parser& self = of(data);
        if (++self.depth > kDeepest) return self.refuse();
        if (!self.handlers.begin) return;
        Attributes all;
        for (; *attributes != nullptr; attributes += 2) {
            all.emplace(plain(attributes[0]), attributes[1]);
        }
        self.handlers.begin(plain(name), all);
    }
    static void end(void* data, const char* name)
    {
        --of(data).depth;
        if (of(data).handlers.end) of(data).handlers.end(plain(name));
    }
    static void text(void* data, const char* letters, int count)
    {
        if (of(data).handlers.text) of(data).handlers.text({letters, static_cast<std::size_t>(count)});
    }
    static void entity(void* data, const char*, int, const char*, int, const char*, const char*, const char*,
                       const char*)
    {
        of(data).refuse();
    }
};

XmlReader::XmlReader(Handlers handlers)
    : m_parser{std::make_unique<Parser>()}
{
    m_parser->handlers = std::move(handlers);
    XML_SetUserData(m_parser->parser, m_parser.get());
    XML_SetElementHandler(m_parser->parser, &Parser::begin, &Parser::end);
    XML_SetCharacterDataHandler(m_parser->parser, &Parser::text);
    XML_SetEntityDeclHandler(m_parser->parser, &Parser::entity);
}

XmlReader::~XmlReader()
{
    XML_ParserFree(m_parser->parser);
}

Expected<void> XmlReader::take(std::string_view bytes)
{
    constexpr std::size_t kMostAtOnce = std::size_t{1} << 24U; // expat counts in int
    while (!bytes.empty()) {
        const auto count = std::min(bytes.size(), kMostAtOnce);
        LUTHIER_CHECK(parse(bytes.substr(0, count), false));
        bytes.remove_prefix(count);
    }
    return {};
}

Expected<void> XmlReader::finish()
{
    return parse({}, true);
}

Expected<void> XmlReader::parse(std::string_view bytes, bool isLast)
{
    auto* const parser = m_parser->parser;
    if (XML_Parse(parser, bytes.data(), static_cast<int>(bytes.size()), isLast ? 1 : 0) == XML_STATUS_OK)
        return {};
    return Unexpected{
        {.code = ErrorCode::BadValue,
         .message = m_parser->isRefused
             ? Text{QT_TRANSLATE_NOOP("core", "the XML nests too deeply, or has entities of its own")}
             : Text{QT_TRANSLATE_NOOP("core", "the XML cannot be read: %1"),
                    XML_ErrorString(XML_GetErrorCode(parser))},
         .where = std::to_string(XML_GetCurrentLineNumber(parser)) + ":"
             + std::to_string(XML_GetCurrentColumnNumber(parser) + 1)}};
}

} // namespace luthier::data
