// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/expected.h"
#include "core/base/json.h"

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace luthier::tokenizer {

/// What a template made of a conversation.
struct Rendered {
    std::string text;
    /// Spans inside {% generation %} … {% endgeneration %}, in characters of the text.
    std::vector<std::pair<std::int64_t, std::int64_t>> generated{};
};

/// A model's own chat template: Jinja as far as such templates use it (formats.md §5), sandboxed. It sees the
/// data that it is given and nothing else; steps, depth and output are bounded.
///
/// Errors  parse(): TemplateError at "line:column"; render(): TemplateError with the template's own message
/// where it
///         calls raise_exception, Limit where a bound is passed.
/// Thread  any; a ChatTemplate does not change.
class ChatTemplate {
public:
    static Expected<ChatTemplate> parse(std::string_view source);
    ChatTemplate(ChatTemplate&&) noexcept;
    ChatTemplate& operator=(ChatTemplate&&) noexcept;
    ~ChatTemplate();

    /// `variables`: an object with messages, tools, add_generation_prompt, bos_token, … `messages` are
    /// prepared as the reference does (formats.md §5); `tools` and `documents` are none where absent.
    /// `now` is what strftime_now tells.
    Expected<Rendered> render(const Json& variables,
                              std::chrono::system_clock::time_point now
                              = std::chrono::system_clock::now()) const;

private:
    struct Program;
    explicit ChatTemplate(std::unique_ptr<const Program> program);
    std::unique_ptr<const Program> m_program;
};

} // namespace luthier::tokenizer
