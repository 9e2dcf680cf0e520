// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/yaml_setting.h"

#include "core/base/text.h"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include <yaml-cpp/yaml.h>

namespace luthier::config {
namespace {

constexpr int kMostDepth = 64;
constexpr std::size_t kMostNodes = 100'000; // aliases may name one list many times

/// YAML nodes -> Settings, with all structural faults collected.
class Converter {
public:
    explicit Converter(std::string file)
        : m_file{std::move(file)}
    {
    }

    Setting setting(const YAML::Node& node, int depth = 0)
    {
        Setting result;
        result.place = place(node);
        if (depth > kMostDepth || ++m_nodes > kMostNodes) {
            fault(ErrorCode::TooDeep, Text{QT_TRANSLATE_NOOP("core", "too deeply nested, or too much of it")},
                  node);
            return result;
        }
        if (node.IsScalar()) {
            result.text = node.Scalar();
        } else if (node.IsSequence()) {
            result.kind = Setting::Kind::List;
            for (const auto& item : node) {
                result.items.push_back(setting(item, depth + 1));
            }
        } else if (node.IsMap()) {
            result.kind = Setting::Kind::Map;
            std::set<std::string> seen;
            for (const auto& entry : node) {
                if (!entry.first.IsScalar()) {
                    fault(ErrorCode::BadYaml, Text{QT_TRANSLATE_NOOP("core", "a key must be a text")},
                          entry.first);
                    continue;
                }
                const auto& key = entry.first.Scalar();
                if (!seen.insert(key).second) {
                    fault(ErrorCode::DuplicateKey,
                          Text{QT_TRANSLATE_NOOP("core", "the key '%1' stands there twice"), key},
                          entry.first);
                    continue;
                }
                result.entries.emplace_back(key, setting(entry.second, depth + 1));
                result.entries.back().second.place = place(entry.first);
            }
        }
        return result;
    }

    void fault(ErrorCode code, Text message, const YAML::Node& node)
    {
        m_faults.push_back({.code = code, .message = std::move(message), .where = place(node)});
    }

    std::string place(const YAML::Mark& mark) const
    {
        if (mark.is_null()) return m_file;
        return m_file + ":" + std::to_string(mark.line + 1) + ":" + std::to_string(mark.column + 1);
    }
    std::string place(const YAML::Node& node) const { return place(node.Mark()); }
    std::vector<Error>& faults() { return m_faults; }

private:
    std::string m_file;
    std::size_t m_nodes{0};
    std::vector<Error> m_faults;
};

/// yaml-cpp's words on what a person may do wrong; what else it says stays English.
Text syntaxFault(const std::string& words)
{
    constexpr std::array kKnown{
        QT_TRANSLATE_NOOP("core", "end of map not found"),
        QT_TRANSLATE_NOOP("core", "end of map flow not found"),
        QT_TRANSLATE_NOOP("core", "end of sequence not found"),
        QT_TRANSLATE_NOOP("core", "end of sequence flow not found"),
        QT_TRANSLATE_NOOP("core", "illegal EOF in scalar"),
        QT_TRANSLATE_NOOP("core", "illegal block entry"),
        QT_TRANSLATE_NOOP("core", "illegal character in scalar"),
        QT_TRANSLATE_NOOP("core", "illegal document indicator in scalar"),
        QT_TRANSLATE_NOOP("core", "illegal flow end"),
        QT_TRANSLATE_NOOP("core", "illegal map key"),
        QT_TRANSLATE_NOOP("core", "illegal map value"),
        QT_TRANSLATE_NOOP("core", "illegal tab when looking for indentation"),
        QT_TRANSLATE_NOOP("core", "the referenced anchor is not defined"),
        QT_TRANSLATE_NOOP("core", "unknown token"),
    };
    const auto* const known = std::ranges::find(kKnown, words);
    return known == kKnown.end() ? Text::verbatim(words) : Text{*known};
}

} // namespace

Expected<Setting> settingFromYaml(std::string_view yaml, const std::string& file, std::vector<Error>& faults)
{
    Converter converter{file};
    try {
        const auto documents = YAML::LoadAll(std::string{yaml});
        Setting root;
        if (!documents.empty()) root = converter.setting(documents.front());
        if (documents.size() > 1) {
            converter.fault(ErrorCode::BadYaml,
                            Text{QT_TRANSLATE_NOOP("core", "there is more than one document in this file")},
                            documents[1]);
        }
        faults.insert(faults.end(), converter.faults().begin(), converter.faults().end());
        return root;
    } catch (const YAML::Exception& error) {
        return Unexpected{
            {.code = ErrorCode::BadYaml,
             .message = Text{QT_TRANSLATE_NOOP("core", "this is no YAML: %1"), syntaxFault(error.msg)},
             .where = converter.place(error.mark),
             .hint = QT_TRANSLATE_NOOP("core",
                                       "indent with spaces, and put texts with a colon "
                                       "in quotes")}};
    }
}

} // namespace luthier::config
