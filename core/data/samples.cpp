// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/samples.h"

#include <algorithm>

namespace luthier::data {

void SampleSet::add(const Sample& sample)
{
    m_ids.insert(m_ids.end(), sample.ids.begin(), sample.ids.end());
    m_begins.push_back(static_cast<std::int64_t>(m_ids.size()));
    m_rows.push_back(sample.row);
    m_labels.push_back(sample.label);
    m_learnFrom.push_back(sample.learnFrom);
    m_secondFrom.push_back(sample.secondFrom);
    m_weights.push_back(sample.weight);
    m_longest = std::max(m_longest, static_cast<std::int64_t>(sample.ids.size()));
}

Sample SampleSet::sample(std::size_t i) const
{
    return {.row = m_rows[i],
            .ids = {ids(i), ids(i) + length(i)},
            .learnFrom = m_learnFrom[i],
            .secondFrom = m_secondFrom[i],
            .label = m_labels[i],
            .weight = m_weights[i]};
}

} // namespace luthier::data
