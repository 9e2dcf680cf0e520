// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QDialog>

namespace luthier::ui {

/// A word that is used everywhere in the same meaning.
struct KnownWord {
    QString word;
    QString meaning;
};
std::vector<KnownWord> knownWords();

/// The words with their meanings.
class WordList final : public QDialog {
    Q_OBJECT
public:
    explicit WordList(QWidget* parent);
};

} // namespace luthier::ui
