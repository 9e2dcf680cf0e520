// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/setting.h"

#include <array>
#include <charconv>

namespace luthier::config {

Setting Setting::list(std::vector<std::string> texts)
{
    Setting result;
    result.kind = Kind::List;
    for (auto& text : texts) {
        result.items.emplace_back(std::move(text));
    }
    return result;
}

Setting Setting::map(std::vector<std::pair<std::string, std::string>> texts)
{
    Setting result;
    result.kind = Kind::Map;
    for (auto& [key, text] : texts) {
        result.entries.emplace_back(std::move(key), std::move(text));
    }
    return result;
}

Setting Setting::number(double value)
{
    std::array<char, 32> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
    return std::string{digits.data(), end};
}

const Setting* Setting::find(std::string_view key) const
{
    for (const auto& [name, value] : entries) {
        if (name == key) return &value;
    }
    return nullptr;
}

} // namespace luthier::config
