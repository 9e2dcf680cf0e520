// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/selection.h"

#include "core/base/text.h"

#include <charconv>
#include <cmath>
#include <functional>
#include <optional>
#include <string_view>
#include <utility>

namespace luthier::models {
namespace {

using Matcher = std::function<bool(const TensorSpec&)>;

/// '*' stands for any letters, also none.
bool matches(std::string_view pattern, std::string_view name)
{
    std::size_t p = 0;
    std::size_t n = 0;
    std::size_t star = std::string_view::npos;
    std::size_t after = 0;
    while (n < name.size()) {
        if (p < pattern.size() && pattern[p] == name[n]) {
            ++p;
            ++n;
        } else if (p < pattern.size() && pattern[p] == '*') {
            star = p++;
            after = n;
        } else if (star != std::string_view::npos) {
            p = star + 1;
            n = ++after;
        } else {
            return false;
        }
    }
    return pattern.find_first_not_of('*', p) == std::string_view::npos;
}

/// "4" or "4-5" -> [4, 5]
std::optional<std::pair<std::int64_t, std::int64_t>> rangeOf(std::string_view text)
{
    std::int64_t first = 0;
    std::int64_t last = 0;
    const auto* const end = text.data() + text.size();
    const auto begun = std::from_chars(text.data(), end, first);
    if (begun.ec != std::errc{}) return std::nullopt;
    if (begun.ptr == end) return std::pair{first, first};
    if (*begun.ptr != '-') return std::nullopt;
    const auto ended = std::from_chars(begun.ptr + 1, end, last);
    if (ended.ec != std::errc{} || ended.ptr != end) return std::nullopt;
    return std::pair{first, last};
}

bool isHead(const TensorSpec& tensor)
{
    return tensor.place == TensorSpec::Place::Head || tensor.place == TensorSpec::Place::Pooler;
}

/// What a word of the recipe stands for, or nothing.
std::optional<Matcher> matcherOf(const std::string& word, std::int64_t blocks)
{
    using Place = TensorSpec::Place;
    if (word == "all") return [](const TensorSpec&) { return true; };
    if (word == "none") return [](const TensorSpec&) { return false; };
    if (word == "head") return isHead;
    if (word == "embeddings") return [](const TensorSpec& t) { return t.place == Place::Embeddings; };
    if (word == "blocks") return [](const TensorSpec& t) { return t.place == Place::Block; };
    if (word == "norms") return [](const TensorSpec& t) { return t.part == TensorSpec::Part::Norm; };
    const auto space = word.find(' ');
    if (space == std::string::npos) {
        return [word](const TensorSpec& t) { return matches(word, t.name); };
    }
    const auto kind = std::string_view{word}.substr(0, space);
    const auto range = rangeOf(std::string_view{word}.substr(space + 1));
    if (!range) return std::nullopt;
    auto [first, last] = *range;
    if (kind == "last" || kind == "first") {
        if (first != last || first < 1 || first > blocks) return std::nullopt;
        const auto count = first;
        first = kind == "last" ? blocks - count : 0;
        last = kind == "last" ? blocks - 1 : count - 1;
        // The last blocks feed the norm and the head above them, which learn along.
        return [first = first, last = last, withTop = kind == "last"](const TensorSpec& t) {
            return (t.place == Place::Block && t.block >= first && t.block <= last)
                || (withTop && (isHead(t) || t.place == Place::FinalNorm));
        };
    }
    if ((kind != "block" && kind != "blocks") || first < 0 || last < first || last >= blocks)
        return std::nullopt;
    return [first = first, last = last](const TensorSpec& t) {
        return t.place == Place::Block && t.block >= first && t.block <= last;
    };
}

Expected<std::vector<Matcher>> matchersOf(const std::vector<std::string>& words, const char* where,
                                          const std::vector<TensorSpec>& tensors, std::int64_t blocks)
{
    std::vector<Matcher> matchers;
    for (const auto& word : words) {
        auto matcher = matcherOf(word, blocks);
        bool any = matcher && (word == "none" || word == "head");
        for (std::size_t i = 0; matcher && !any && i < tensors.size(); ++i) {
            any = (*matcher)(tensors[i]);
        }
        if (!any) {
            return Unexpected{
                {.code = ErrorCode::InvalidInput,
                 .message = Text{QT_TRANSLATE_NOOP("core", "'%1' names no layer of this model"), word},
                 .where = where,
                 .hint = Text{QT_TRANSLATE_NOOP("core",
                                                "known: all, none, head, embeddings, norms, blocks "
                                                "0-%1, last 1 to last %2, or a tensor's name with "
                                                "*"),
                              blocks - 1, blocks}}};
        }
        matchers.push_back(*std::move(matcher));
    }
    return matchers;
}

} // namespace

Expected<std::vector<bool>> selectTensors(const std::vector<TensorSpec>& tensors, std::int64_t blocks,
                                          const std::vector<std::string>& train,
                                          const std::vector<std::string>& freeze)
{
    LUTHIER_TRY(const auto taken, matchersOf(train, "layers.train", tensors, blocks));
    LUTHIER_TRY(const auto left, matchersOf(freeze, "layers.freeze", tensors, blocks));
    std::vector<bool> selected;
    for (const TensorSpec& tensor : tensors) {
        bool is = false;
        for (const auto& matcher : taken) {
            is = is || matcher(tensor);
        }
        for (const auto& matcher : left) {
            is = is && !matcher(tensor);
        }
        selected.push_back(is);
    }
    return selected;
}

double stepMultiplier(const TensorSpec& tensor, std::int64_t blocks,
                      const std::map<std::string, double, std::less<>>& multipliers)
{
    const auto factor = [&](const char* key) {
        const auto found = multipliers.find(key);
        return found == multipliers.end() ? 1.0 : found->second;
    };
    const double decay = factor("decay");
    switch (tensor.place) {
    case TensorSpec::Place::Head:
        return factor("head");
    case TensorSpec::Place::Embeddings:
        return factor("embeddings") * std::pow(decay, static_cast<double>(blocks));
    case TensorSpec::Place::Block:
        return factor("blocks") * std::pow(decay, static_cast<double>(blocks - 1 - tensor.block));
    default:
        return factor("blocks");
    }
}

} // namespace luthier::models
