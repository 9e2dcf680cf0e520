// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/model_words.h"

#include "ui/bridge/words.h"

#include <algorithm>
#include <array>
#include <tuple>

#include <QCoreApplication>

namespace luthier::ui {
namespace {

struct ModelWords {
    Q_DECLARE_TR_FUNCTIONS(ModelWords)
};

using engine::ModelCard;

/// Licences that ask for no more than their own text to be passed on, by their SPDX names.
constexpr std::array<std::pair<const char*, const char*>, 7> kFree{{{"apache-2.0", "Apache 2.0"},
                                                                    {"mit", "MIT"},
                                                                    {"bsd-2-clause", "BSD"},
                                                                    {"bsd-3-clause", "BSD"},
                                                                    {"cc0-1.0", "CC0"},
                                                                    {"cc-by-4.0", "CC BY 4.0"},
                                                                    {"isc", "ISC"}}};

} // namespace

bool ModelFit::serves(const ModelCard& model) const
{
    return task.empty() || std::ranges::find(model.tasks, task) != model.tasks.end();
}

QString licenceWords(const std::string& licence)
{
    const QString name = QString::fromStdString(licence);
    if (name.isEmpty()) return ModelWords::tr("Licence not said: ask where it came from");
    const auto known
        = std::ranges::find_if(kFree, [&](const auto& one) { return name.toLower() == one.first; });
    if (known != kFree.end()) return ModelWords::tr("%1: free to use").arg(known->second);
    return ModelWords::tr("%1: read its terms first").arg(name);
}

CardFace faceOf(const ModelCard& model, const ModelFit& fit)
{
    CardFace face{.title = QString::fromStdString(model.name),
                  .button = ModelWords::tr("Use"),
                  .chosen = fit.chosen == model.name};
    if (!model.trainable && model.parameters == 0) { // nothing could be read of it
        face.badge = State::Blocked;
        face.badgeText = ModelWords::tr("Cannot be used");
        face.whyNot = words(model.whyNot);
        return face;
    }
    const QString bytes = fileSize(model.bytes);
    face.lines
        = {words(model.purpose),
           model.quantisation.empty()
               ? ModelWords::tr("%1 weights · %2").arg(shortNumber(model.parameters), bytes)
               : ModelWords::tr("%1 weights · %2, compressed (%3)")
                     .arg(shortNumber(model.parameters), bytes, QString::fromStdString(model.quantisation)),
           licenceWords(model.licence)};
    const QString need = fileSize(model.memoryBytes);
    const QString have = fileSize(fit.freeBytes);
    face.badge = fit.fits(model) ? State::Ready : State::NeedsALook;
    face.badgeText = fit.fits(model) ? ModelWords::tr("Fits: needs about %1 of %2").arg(need, have)
                                     : ModelWords::tr("Tight: needs about %1; you have %2").arg(need, have);
    face.whyNot = !model.trainable ? words(model.whyNot)
        : fit.serves(model)        ? QString{}
                                   : ModelWords::tr("It cannot learn the goal of your data.");
    if (!face.whyNot.isEmpty()) face.badge.reset(); // whether it fits does not matter then
    return face;
}

std::vector<std::pair<QString, QString>> factsOf(const ModelCard& model)
{
    const auto text = [](const std::string& value) {
        return value.empty() ? ModelWords::tr("not said") : QString::fromStdString(value);
    };
    if (!model.trainable && model.parameters == 0) {
        return {{ModelWords::tr("Why it cannot be used"), words(model.whyNot)},
                {ModelWords::tr("Lies in"), shortPath(model.path)}};
    }
    return {{ModelWords::tr("Purpose"), words(model.purpose)},
            {ModelWords::tr("Architecture"), text(model.family)},
            {ModelWords::tr("Weights"), number(model.parameters)},
            {ModelWords::tr("Size on the disk"), fileSize(model.bytes)},
            {ModelWords::tr("Number format"),
             model.quantisation.empty() ? ModelWords::tr("full precision")
                                        : QString::fromStdString(model.quantisation)},
            {ModelWords::tr("Reads at once"), ModelWords::tr("%1 tokens").arg(number(model.contextLength))},
            {ModelWords::tr("Licence"), licenceWords(model.licence)},
            {ModelWords::tr("Languages"), text(model.languages)},
            {ModelWords::tr("Memory to train it (LoRA)"),
             ModelWords::tr("about %1, a guess").arg(fileSize(model.memoryBytes))},
            {ModelWords::tr("Lies in"), shortPath(model.path)}};
}

void sortBySuit(std::vector<ModelCard>& models, const ModelFit& fit)
{
    std::ranges::stable_sort(models, {}, [&](const ModelCard& model) {
        return std::tuple{!fit.usable(model), !fit.fits(model), model.bytes};
    });
}

} // namespace luthier::ui
