// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/bridge/run_answers.h"

#include <optional>

#include <QJsonObject>
#include <QString>

namespace luthier::ui {

/// Blind votes between the tuned model and the base model with the person's prompt. A vote puts the chosen
/// answer above each other one; where neither of the two was chosen, it is a tie.
struct VoteTally {
    static constexpr int kEnough = 20; // votes below which nothing is concluded, product.md §2.7

    int tuned{}, prompted{}, ties{};

    void add(std::optional<Contestant> best); ///< nothing: a tie, or all bad
    int decided() const { return tuned + prompted; }
    int all() const { return decided() + ties; }
    bool isSure() const; ///< enough votes, and luck alone gives such a result in fewer than 5 of 100 tests

    QString sentence() const; ///< what the votes say
    QString counts() const; ///< with the 95 % range

    QJsonObject toJson() const;
    static VoteTally fromJson(const QJsonObject& json);
};

} // namespace luthier::ui
