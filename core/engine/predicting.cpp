// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/predicting.h"

#include "core/base/files.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

namespace luthier::engine {
namespace {

constexpr std::int64_t kTokensAtOnce = 2048;

/// A softmax over similarities makes them comparable with probabilities.
/// Source  its steepness is that of the training of such models: Reimers and Gurevych 2019, arXiv:1908.10084,
/// and the
///         multiple-negatives loss of their library, 1 / 0.05.
constexpr double kSteepness = 20;

double dot(const std::vector<float>& a, const std::vector<float>& b)
{
    return std::inner_product(a.begin(), a.end(), b.begin(), 0.0);
}

/// "card_arrival" and "CardArrival" -> "card arrival"
std::string asWords(const std::string& label)
{
    std::string words;
    for (std::size_t i = 0; i < label.size(); ++i) {
        const char letter = label[i];
        const bool isUpper = letter >= 'A' && letter <= 'Z';
        const bool wasLower = i > 0 && label[i - 1] >= 'a' && label[i - 1] <= 'z';
        if (isUpper && wasLower) words += ' ';
        words += letter == '_' || letter == '-' ? ' '
            : isUpper                           ? static_cast<char>(letter - 'A' + 'a')
                                                : letter;
    }
    return words;
}

} // namespace

Prediction predictionOf(const std::vector<double>& probabilities, const std::vector<std::string>& labels)
{
    Prediction prediction;
    for (std::size_t i = 0; i < labels.size(); ++i) {
        prediction.probabilities.emplace_back(labels[i], probabilities[i]);
    }
    std::ranges::stable_sort(prediction.probabilities, std::ranges::greater{},
                             &std::pair<std::string, double>::second);
    if (!prediction.probabilities.empty()) prediction.label = prediction.probabilities.front().first;
    return prediction;
}

Expected<std::vector<Prediction>> nearestLabels(const OpenedModel& model, const infer::Pooling& pooling,
                                                const data::SampleSet& texts,
                                                const std::vector<std::string>& labels,
                                                const std::string& prompt, const Job& job)
{
    data::SampleSet descriptions;
    for (const auto& label : labels) {
        auto words = prompt.empty() ? asWords(label) : prompt;
        if (const auto at = words.find("%1"); at != std::string::npos) words.replace(at, 2, asWords(label));
        LUTHIER_TRY(const auto sample, sampleOf(model, {.text = words}));
        descriptions.add(sample);
    }
    const auto anchors = infer::embedded(*model.network, descriptions, pooling, kTokensAtOnce, job.stop);
    const auto vectors = infer::embedded(*model.network, texts, pooling, kTokensAtOnce, job.stop);
    if (vectors.size() < texts.size()) return Unexpected{interrupted()};
    std::vector<Prediction> predictions;
    for (const auto& text : vectors) {
        std::vector<double> weights;
        for (const auto& anchor : anchors) {
            const double length = std::sqrt(std::max(1e-12, dot(text, text) * dot(anchor, anchor)));
            weights.push_back(std::exp(kSteepness * (dot(text, anchor) / length - 1)));
        }
        const double sum = std::accumulate(weights.begin(), weights.end(), 0.0);
        for (double& weight : weights) {
            weight /= sum;
        }
        predictions.push_back(predictionOf(weights, labels));
    }
    return predictions;
}

} // namespace luthier::engine
