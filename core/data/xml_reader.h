// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/expected.h"

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>

namespace luthier::data {

/// Tells a document's parts in their order, without holding it. Names come without what stands before a
/// colon. Entities of a document's own are refused: they can make a small one endless.
///
/// Errors  BadXml at "line:column".
class XmlReader {
public:
    using Attributes = std::map<std::string, std::string, std::less<>>;
    struct Handlers {
        std::function<void(std::string_view name, const Attributes& attributes)> begin{};
        std::function<void(std::string_view name)> end{};
        std::function<void(std::string_view text)> text{};
    };

    explicit XmlReader(Handlers handlers);
    ~XmlReader();
    XmlReader(const XmlReader&) = delete;
    XmlReader& operator=(const XmlReader&) = delete;

    Expected<void> take(std::string_view bytes);
    Expected<void> finish();

private:
    struct Parser;
    Expected<void> parse(std::string_view bytes, bool isLast);
    std::unique_ptr<Parser> m_parser;
};

} // namespace luthier::data
