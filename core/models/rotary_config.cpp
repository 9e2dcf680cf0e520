// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/rotary_config.h"

#include "core/base/text.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <string>
#include <vector>

namespace luthier::models {
namespace {

constexpr double kFull = 2 * std::numbers::pi;

/// The settings of one kind of rotary positions, whatever the spelling.
class RotarySettings {
public:
    RotarySettings(const Json& config, ConfigReader& read, const RotaryKeys& keys)
        : m_config{config}
        , m_read{read}
        , m_context{keys.context}
    {
        if (keys.isScaled) take("rope_scaling", {});
        take("rope_parameters", keys.kind);
    }

    std::string kind() const
    {
        for (const auto* name : {"rope_type", "type"}) {
            const auto found = m_settings.find(name);
            if (found == m_settings.end()) continue;
            return found->is_string() ? found->get<std::string>() : found->dump();
        }
        return "default";
    }
    bool has(const char* name) const
    {
        const auto found = m_settings.find(name);
        return found != m_settings.end() && !found->is_null();
    }
    double number(const char* name, double otherwise) const
    {
        if (!has(name)) return otherwise;
        if (m_settings[name].is_number()) return m_settings[name].get<double>();
        m_read.fault(ErrorCode::WrongType, m_key, Text{QT_TRANSLATE_NOOP("core", "'%1' is no number"), name});
        return otherwise;
    }
    double needed(const char* name) const
    {
        if (!has(name))
            m_read.fault(ErrorCode::MissingField, m_key,
                         Text{QT_TRANSLATE_NOOP("core", "'%1' is missing"), name});
        const auto value = number(name, 1);
        if (value > 0) return value;
        m_read.fault(ErrorCode::BadValue, m_key,
                     Text{QT_TRANSLATE_NOOP("core", "%1 is %2"), name, m_settings[name].dump()});
        return 1;
    }
    bool isOff(const char* name) const { return has(name) && m_settings[name] == false; }
    /// One factor for each of `count` frequencies.
    std::vector<double> factors(const char* name, std::size_t count) const
    {
        std::vector<double> list;
        if (has(name) && m_settings[name].is_array()) {
            for (const Json& item : m_settings[name]) {
                if (item.is_number() && item.get<double>() > 0) list.push_back(item.get<double>());
            }
        }
        if (list.size() == count) return list;
        m_read.fault(ErrorCode::BadValue, m_key,
                     Text{QT_TRANSLATE_NOOP("core", "'%1' must be a list of %2 numbers"), name,
                          static_cast<std::int64_t>(count)});
        return std::vector<double>(count, 1);
    }
    /// The length of text that the model was first made for: here or on the top level, else the context.
    double original() const
    {
        const auto context = static_cast<double>(m_context);
        const auto top = m_config.find("original_max_position_embeddings");
        const bool isAbove = top != m_config.end() && top->is_number() && top->get<double>() > 0;
        return std::max(1.0,
                        number("original_max_position_embeddings", isAbove ? top->get<double>() : context));
    }
    double context() const { return static_cast<double>(m_context); }
    void unknown() const
    {
        m_read.fault(ErrorCode::Unsupported, m_key,
                     Text{QT_TRANSLATE_NOOP("core", "rotary scaling '%1' is not known here"), kind()});
    }

private:
    void take(const char* key, std::string_view kind)
    {
        const auto found = m_config.find(key);
        if (found == m_config.end() || found->is_null()) return;
        m_key = key;
        if (!found->is_object()) {
            m_read.fault(ErrorCode::WrongType, key,
                         Text{QT_TRANSLATE_NOOP("core", "'%1' holds no settings"), key});
            return;
        }
        const auto below = found->find(std::string{kind});
        m_settings.update(below != found->end() && below->is_object() ? *below : *found);
    }

    const Json& m_config;
    ConfigReader& m_read;
    std::int64_t m_context;
    Json m_settings = Json::object();
    std::string m_key{"rope_parameters"};
};

void scaleYarn(nn::Rotary& rotary, const RotarySettings& settings, double base)
{
    const auto factor = settings.needed("factor");
    const auto rotated = static_cast<double>(2 * rotary.frequencies.size());
    // The dimension that turns so often within the original context.
    const auto dimension = [&](double turns) {
        return rotated * std::log(settings.original() / (turns * kFull)) / (2 * std::log(base));
    };
    const bool truncates = !settings.isOff("truncate");
    auto low = dimension(settings.number("beta_fast", 32));
    auto high = dimension(settings.number("beta_slow", 1));
    if (truncates) {
        low = std::floor(low);
        high = std::ceil(high);
    }
    low = std::max(low, 0.0);
    high = std::min(high, rotated - 1);
    if (low == high) high += 0.001; // no division by zero
    for (std::size_t i = 0; i < rotary.frequencies.size(); ++i) {
        const auto slow = std::clamp((static_cast<double>(i) - low) / (high - low), 0.0, 1.0);
        rotary.frequencies[i] *= slow / factor + (1 - slow);
    }
    const auto strength = [&](double of) { return factor <= 1 ? 1.0 : 0.1 * of * std::log(factor) + 1; };
    const auto all = settings.number("mscale_all_dim", 0);
    const auto own = settings.number("mscale", 0);
    rotary.scale = settings.number("attention_factor",
                                   all != 0 && own != 0 ? strength(own) / strength(all) : strength(1));
}

void scaleLongrope(nn::Rotary& rotary, const RotarySettings& settings)
{
    const auto count = rotary.frequencies.size();
    const auto shorter = settings.factors("short_factor", count);
    const auto longer = settings.factors("long_factor", count);
    const auto original = settings.original();
    const auto factor = settings.number("factor", settings.context() / original);
    rotary.scale = settings.number("attention_factor",
                                   factor <= 1 ? 1 : std::sqrt(1 + std::log(factor) / std::log(original)));
    rotary.longScale = rotary.scale;
    rotary.original = static_cast<std::int64_t>(original);
    rotary.longFrequencies = rotary.frequencies;
    for (std::size_t i = 0; i < count; ++i) {
        rotary.frequencies[i] /= shorter[i];
        rotary.longFrequencies[i] /= longer[i];
    }
}

void scaleLlama3(nn::Rotary& rotary, const RotarySettings& settings)
{
    const auto factor = settings.needed("factor");
    const auto low = settings.needed("low_freq_factor");
    const auto high = settings.needed("high_freq_factor");
    const auto original = settings.original();
    for (double& frequency : rotary.frequencies) {
        const auto turns = original * frequency / kFull; // within the original context
        if (turns > high) continue;
        const auto smooth = turns < low ? 0 : (turns - low) / (high - low);
        frequency *= smooth + (1 - smooth) / factor;
    }
}

} // namespace

nn::Rotary rotaryOf(const Json& config, ConfigReader& read, const RotaryKeys& keys)
{
    const RotarySettings settings{config, read, keys};
    const auto base = settings.number("rope_theta", read.number(keys.base, keys.baseOtherwise));
    const auto share = settings.number("partial_rotary_factor", read.number(keys.share, keys.shareOtherwise));
    const auto rotated = static_cast<std::int64_t>(static_cast<double>(keys.headWidth) * share);
    if (!(base > 1) || rotated < 2 || rotated > keys.headWidth || rotated % 2 != 0) {
        read.fault(ErrorCode::BadValue, keys.share,
                   Text{QT_TRANSLATE_NOOP("core", "%1 dimensions of a head of %2 cannot turn with base %3"),
                        rotated, keys.headWidth, base});
        return {};
    }
    nn::Rotary rotary{.frequencies = nn::rotaryFrequencies(base, rotated), .base = base};
    const auto kind = settings.kind();
    if (kind == "linear") {
        const auto factor = settings.needed("factor");
        for (double& frequency : rotary.frequencies) {
            frequency /= factor;
        }
    } else if (kind == "dynamic") {
        rotary.factor = settings.needed("factor");
        rotary.original = keys.context;
    } else if (kind == "yarn") {
        scaleYarn(rotary, settings, base);
    } else if (kind == "longrope" || kind == "su") {
        scaleLongrope(rotary, settings);
    } else if (kind == "llama3") {
        scaleLlama3(rotary, settings);
    } else if (kind != "default") {
        settings.unknown();
    }
    return rotary;
}

} // namespace luthier::models
