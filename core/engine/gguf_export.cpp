// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/gguf_export.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <utility>

namespace luthier::engine {
namespace {

constexpr std::string_view kPrefix = "gguf-";

struct FormWords {
    std::string_view form;
    const char* title;
    const char* summary;
    bool isRare;
};
constexpr std::array<FormWords, 6> kWords{{
    {"f32", QT_TRANSLATE_NOOP("core", "GGUF, 32 bits"),
     QT_TRANSLATE_NOOP("core", "One file with every digit, for programs such as llama.cpp."), true},
    {"f16", QT_TRANSLATE_NOOP("core", "GGUF, 16 bits"),
     QT_TRANSLATE_NOOP("core", "One file for programs such as llama.cpp; answers as the run does."), false},
    {"bf16", QT_TRANSLATE_NOOP("core", "GGUF, 16 bits (bfloat16)"),
     QT_TRANSLATE_NOOP("core", "One file for programs such as llama.cpp; answers as the run does."), true},
    {"q8_0", QT_TRANSLATE_NOOP("core", "GGUF, 8 bits"),
     QT_TRANSLATE_NOOP("core", "Half the size, nearly the same answers; they are compared."), false},
    {"q4_k_m", QT_TRANSLATE_NOOP("core", "GGUF, 4 bits"),
     QT_TRANSLATE_NOOP("core", "Small, for small machines; some answers change, and you are told how many."),
     false},
    {"q4_0", QT_TRANSLATE_NOOP("core", "GGUF, 4 bits (plain)"),
     QT_TRANSLATE_NOOP("core", "Small and simple; some answers change, and you are told how many."), true},
}};

/// As the keys of a tokenizer are typed; null for what no reader needs.
std::optional<checkpoint::GgufValue> valueOf(const std::string& key, const Json& value)
{
    if (value.is_boolean()) return value.get<bool>();
    if (value.is_string()) return value.get<std::string>();
    if (value.is_number_float()) return static_cast<float>(value.get<double>());
    if (value.is_number_integer()) return static_cast<std::uint32_t>(value.get<std::int64_t>());
    if (!value.is_array() || value.empty()) return std::nullopt;
    if (value.front().is_string()) return value.get<std::vector<std::string>>();
    if (key.ends_with("scores")) return value.get<std::vector<float>>();
    return value.get<std::vector<std::int32_t>>();
}

} // namespace

std::vector<ExportChoice> ggufChoices(const models::ModelFiles& base, bool classifies)
{
    auto whyNot = exporting::whyNoGguf(base);
    if (classifies)
        whyNot = Text{QT_TRANSLATE_NOOP("core", "GGUF files hold models that write, not those that sort.")};
    if (!whyNot) {
        const auto words = tokenizerFront(base);
        if (!words) whyNot = words.error().message;
    }
    std::vector<ExportChoice> choices;
    for (const auto& form : exporting::ggufForms()) {
        const auto* const words = std::ranges::find(kWords, form.name, &FormWords::form);
        ExportChoice choice{.format = std::string{kPrefix} + std::string{form.name},
                            .title = words->title,
                            .summary = words->summary,
                            .rare = words->isRare};
        choice.possible = !whyNot;
        if (whyNot) {
            choice.whyNot = *whyNot;
        } else {
            choice.bytes = exporting::ggufBytes(base, form);
        }
        choices.push_back(std::move(choice));
    }
    return choices;
}

const exporting::GgufForm* ggufFormOf(const std::string& format)
{
    const std::string_view asked = format == "gguf" ? std::string_view{"gguf-f16"} : std::string_view{format};
    if (!asked.starts_with(kPrefix)) return nullptr;
    const auto forms = exporting::ggufForms();
    const auto found = std::ranges::find(forms, asked.substr(kPrefix.size()), &exporting::GgufForm::name);
    return found == forms.end() ? nullptr : &*found;
}

Expected<checkpoint::GgufFront> tokenizerFront(const models::ModelFiles& base)
{
    if (!base.isGguf()) {
        return Unexpected{
            {.code = ErrorCode::Unsupported,
             .message = QT_TRANSLATE_NOOP(
                 "core",
                 "The tokenizer of this model cannot be written into GGUF here; a base model that is a GGUF "
                 "file itself brings its own."),
             .where = base.path().string()}};
    }
    checkpoint::GgufFront front;
    for (const auto& [key, value] : base.store().first().metadata().items()) {
        if (!key.starts_with("tokenizer.")) continue;
        if (auto typed = valueOf(key, value)) front.emplace_back(key, *std::move(typed));
    }
    return front;
}

} // namespace luthier::engine
