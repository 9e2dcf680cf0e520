// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace luthier::models {

/// Reads keys of a config.json and collects what is wrong with them, so that a person sees all faults at
/// once. A key that is null counts as absent.
class ConfigReader {
public:
    explicit ConfigReader(const Json& config)
        : m_config{config}
    {
    }

    /// A whole number above 0. Without `otherwise` the key must be there.
    std::int64_t size(const char* key, std::optional<std::int64_t> otherwise = {});
    /// The same, and 0 is one, too.
    std::int64_t sizeOrNone(const char* key, std::int64_t otherwise);
    double number(const char* key, std::optional<double> otherwise = {});
    bool flag(const char* key, bool otherwise);
    std::string text(const char* key, std::string_view otherwise);
    /// A text that must be one of `known`.
    std::string word(const char* key, std::string_view otherwise,
                     std::initializer_list<std::string_view> known);
    void fault(ErrorCode code, std::string_view key, Text message);

    /// The first fault with the others in it, or nothing.
    Expected<void> done();

private:
    const Json* find(const char* key) const;
    const Json& m_config;
    std::vector<Error> m_faults;
};

} // namespace luthier::models
