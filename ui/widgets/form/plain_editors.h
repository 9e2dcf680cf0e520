// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/form/value_editor.h"

class QCheckBox;
class QLineEdit;

namespace luthier::ui {

/// Yes or no.
class FlagEditor final : public ValueEditor {
    Q_OBJECT
public:
    explicit FlagEditor(QWidget* parent = nullptr);
    void show(const config::Setting& value) override;
    config::Setting value() const override;
    void setAccess(const QString& name, const QString& description) override;

private:
    QCheckBox* m_box;
};

/// A number with a decimal comma or a point. Up and Down step through sensible values, Shift ten at a time.
class NumberEditor final : public ValueEditor {
    Q_OBJECT
public:
    enum class Steps {
        Ones, ///< 1, 2, 3
        Decades, ///< 0.001, 0.002, 0.005, 0.01
    };
    explicit NumberEditor(Steps steps, QWidget* parent = nullptr);
    void show(const config::Setting& value) override;
    config::Setting value() const override;
    void setAccess(const QString& name, const QString& description) override;

private:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void step(int by);

    Steps m_steps;
    QLineEdit* m_line;
};

/// A text, or several of them separated by commas.
class TextEditor final : public ValueEditor {
    Q_OBJECT
public:
    enum class Form {
        One, ///< "train.csv"
        List, ///< "head, blocks 4-5"
        Map, ///< "text: note, label: kind"
    };
    explicit TextEditor(Form form, QWidget* parent = nullptr);
    void show(const config::Setting& value) override;
    config::Setting value() const override;
    void setAccess(const QString& name, const QString& description) override;
    void setPlaceholder(const QString& words);

private:
    Form m_form;
    QLineEdit* m_line;
};

/// One number for each of several names.
class NumbersEditor final : public ValueEditor {
    Q_OBJECT
public:
    explicit NumbersEditor(const config::NumberMap& kind, QWidget* parent = nullptr);
    void show(const config::Setting& value) override;
    config::Setting value() const override;
    void setAccess(const QString& name, const QString& description) override;

private:
    struct Entry {
        std::string key;
        QString word;
        NumberEditor* editor;
    };
    std::vector<Entry> m_entries;
};

/// A share of the rows, written {split: 0.1}, shown in percent.
class ShareEditor final : public ValueEditor {
    Q_OBJECT
public:
    explicit ShareEditor(QWidget* parent = nullptr);
    void show(const config::Setting& value) override;
    config::Setting value() const override;
    void setAccess(const QString& name, const QString& description) override;

private:
    NumberEditor* m_percent;
};

} // namespace luthier::ui
