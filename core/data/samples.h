// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/expected.h"
#include "core/base/large_vector.h"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace luthier::data {

/// What kind of learning a row is for; a task says which (tasks/task.h), data knows how to read it from a
/// table.
enum class Form {
    Classes, ///< text (and text2) -> one of the labels
    Answers, ///< a conversation -> the assistant's last answer
};

/// One row, tokenised.
struct Sample {
    std::int64_t row{}; ///< of the table
    std::vector<std::int32_t> ids{};
    /// Answers: the first id that is learned; a loss is counted for it and all behind it. Classes: behind the
    /// last.
    std::int32_t learnFrom{};
    std::int32_t secondFrom{-1}; ///< Classes: the first id of text2's segment; -1 without one
    std::int32_t label{-1}; ///< Classes: index into the labels
    float weight{1};
};

/// The tokenised rows of one part, ids end to end. 4 bytes a token, in memory that the system can take back.
class SampleSet {
public:
    void add(const Sample& sample);
    std::size_t size() const { return m_rows.size(); }
    std::int64_t tokens() const { return static_cast<std::int64_t>(m_ids.size()); }
    std::int64_t length(std::size_t i) const { return m_begins[i + 1] - m_begins[i]; }
    std::int64_t longest() const { return m_longest; }
    std::int64_t row(std::size_t i) const { return m_rows[i]; }
    std::int32_t label(std::size_t i) const { return m_labels[i]; }
    float weight(std::size_t i) const { return m_weights[i]; }
    std::int32_t learnFrom(std::size_t i) const { return m_learnFrom[i]; }
    std::int32_t secondFrom(std::size_t i) const { return m_secondFrom[i]; }
    const std::int32_t* ids(std::size_t i) const { return m_ids.data() + m_begins[i]; }
    std::span<const std::int32_t> allIds() const { return m_ids; }
    Sample sample(std::size_t i) const;

private:
    LargeVector<std::int32_t> m_ids;
    LargeVector<std::int64_t> m_begins{0};
    LargeVector<std::int64_t> m_rows;
    LargeVector<std::int32_t> m_labels, m_learnFrom, m_secondFrom;
    LargeVector<float> m_weights;
    std::int64_t m_longest{0};
};

} // namespace luthier::data
