// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/samples.h"

#include <array>
#include <span>
#include <string_view>

namespace luthier::data {

// Names of columns that say what they are for, the surest first; small letters, blanks for - and _.
inline constexpr std::array<std::string_view, 6> kMessages{"messages", "conversations", "conversation",
                                                           "chat",     "dialogue",      "dialog"};
inline constexpr std::array<std::string_view, 6> kPrompt{"prompt", "instruction", "question",
                                                         "query",  "user",        "input"};
inline constexpr std::array<std::string_view, 2> kMore{"input", "context"};
inline constexpr std::array<std::string_view, 7> kCompletion{"completion", "output",    "answer", "response",
                                                             "reply",      "assistant", "target"};
inline constexpr std::array<std::string_view, 3> kSystem{"system", "system prompt", "system message"};
inline constexpr std::array<std::string_view, 19> kText{
    "text",      "sentence", "sentence1", "sentence 1",  "premise", "note", "message",
    "review",    "comment",  "utterance", "tweet",       "content", "body", "question",
    "question1", "query",    "document",  "description", "title"};
inline constexpr std::array<std::string_view, 7> kText2{"text2",      "text 2",     "text b",   "sentence2",
                                                        "sentence 2", "hypothesis", "question2"};
inline constexpr std::array<std::string_view, 16> kLabel{
    "label", "labels", "class", "category", "intent",  "sentiment", "target", "kind",
    "type",  "topic",  "tag",   "gold",     "outcome", "rating",    "stars",  "y"};
inline constexpr std::array<std::string_view, 2> kWeight{"weight", "sample weight"};
inline constexpr std::array<std::string_view, 16> kGroup{
    "group",       "group id", "patient",    "patient id", "author",  "author id",
    "user id",     "session",  "session id", "case",       "case id", "customer",
    "customer id", "speaker",  "speaker id", "document id"};
inline constexpr std::array<std::string_view, 7> kDate{"date",       "day",     "time", "timestamp",
                                                       "created at", "created", "datum"};
inline constexpr std::array<std::string_view, 2> kSlice{"slice", "subgroup"};

struct RoleNames {
    std::string_view role;
    std::span<const std::string_view> names;
};
inline constexpr std::array kClasses{RoleNames{"text", kText},   RoleNames{"text2", kText2},
                                     RoleNames{"label", kLabel}, RoleNames{"weight", kWeight},
                                     RoleNames{"group", kGroup}, RoleNames{"date", kDate},
                                     RoleNames{"slice", kSlice}};
inline constexpr std::array kAnswers{
    RoleNames{"messages", kMessages}, RoleNames{"prompt", kPrompt}, RoleNames{"completion", kCompletion},
    RoleNames{"text2", kMore},        RoleNames{"system", kSystem}, RoleNames{"weight", kWeight},
    RoleNames{"group", kGroup},       RoleNames{"date", kDate},     RoleNames{"slice", kSlice}};

/// The roles of a form and how their columns are called, in the order in which they choose.
constexpr std::span<const RoleNames> roleNames(Form form)
{
    if (form == Form::Classes) return kClasses;
    return kAnswers;
}

} // namespace luthier::data
