// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/form/plain_editors.h"

#include "ui/bridge/words.h"
#include "ui/widgets/theme/label.h"

#include <algorithm>
#include <cmath>

#include <QCheckBox>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>

namespace luthier::ui {
namespace {

QHBoxLayout* rowIn(QWidget* widget)
{
    auto* row = new QHBoxLayout{widget};
    setSpace(*row, 0, 8);
    return row;
}

/// The next of 1, 2, 5, 10, 20, … above (or below) `value`.
double nextOfDecade(double value, int direction)
{
    if (value <= 0) return direction > 0 ? 1e-6 : 0;
    constexpr std::array kSteps{1.0, 2.0, 5.0};
    const double power = std::pow(10.0, std::floor(std::log10(value) + 1e-9));
    const double lead = value / power;
    if (direction > 0) {
        for (const double step : kSteps) {
            if (step > lead * (1 + 1e-9)) return step * power;
        }
        return 10 * power;
    }
    for (auto step = kSteps.rbegin(); step != kSteps.rend(); ++step) {
        if (*step < lead * (1 - 1e-9)) return *step * power;
    }
    return 0.5 * power;
}

/// The names of settings that hold a number a name.
QString keyWord(std::string_view key)
{
    if (key == "head") return NumbersEditor::tr("head");
    if (key == "blocks") return NumbersEditor::tr("blocks");
    if (key == "embeddings") return NumbersEditor::tr("embeddings");
    if (key == "decay") return NumbersEditor::tr("per block downwards");
    if (key == "patience") return NumbersEditor::tr("looks without improvement");
    return QString::fromUtf8(key.data(), static_cast<qsizetype>(key.size()));
}

} // namespace

FlagEditor::FlagEditor(QWidget* parent)
    : ValueEditor{parent}
    , m_box{new QCheckBox{tr("on")}}
{
    rowIn(this)->addWidget(m_box);
    setFocusProxy(m_box);
    connect(m_box, &QCheckBox::clicked, this, &ValueEditor::edited);
}

void FlagEditor::show(const config::Setting& value)
{
    m_box->setChecked(value.text == "true");
}

config::Setting FlagEditor::value() const
{
    return m_box->isChecked() ? "true" : "false";
}

void FlagEditor::setAccess(const QString& name, const QString& description)
{
    m_box->setAccessibleName(name);
    m_box->setAccessibleDescription(description);
}

NumberEditor::NumberEditor(Steps steps, QWidget* parent)
    : ValueEditor{parent}
    , m_steps{steps}
    , m_line{new QLineEdit}
{
    rowIn(this)->addWidget(m_line);
    m_line->setAlignment(Qt::AlignRight);
    m_line->installEventFilter(this);
    setFocusProxy(m_line);
    connect(m_line, &QLineEdit::editingFinished, this, [this] {
        if (!m_line->isModified()) return;
        m_line->setModified(false);
        Q_EMIT edited();
    });
}

void NumberEditor::show(const config::Setting& value)
{
    const auto understood = readNumber(QString::fromStdString(value.text));
    m_line->setText(understood ? significant(*understood, 10) : QString::fromStdString(value.text));
}

config::Setting NumberEditor::value() const
{
    const auto understood = readNumber(m_line->text());
    return understood ? config::Setting::number(*understood) : config::Setting{m_line->text().toStdString()};
}

void NumberEditor::setAccess(const QString& name, const QString& description)
{
    m_line->setAccessibleName(name);
    m_line->setAccessibleDescription(description);
}

bool NumberEditor::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::KeyPress) {
        const auto* key = static_cast<QKeyEvent*>(event);
        const int direction = key->key() == Qt::Key_Up ? 1 : key->key() == Qt::Key_Down ? -1 : 0;
        if (direction != 0) {
            step(direction * (key->modifiers().testFlag(Qt::ShiftModifier) ? 10 : 1));
            return true;
        }
    }
    return ValueEditor::eventFilter(watched, event);
}

void NumberEditor::step(int by)
{
    double number = readNumber(m_line->text()).value_or(0);
    if (m_steps == Steps::Ones) {
        number += by;
    } else {
        for (int i = 0; i < std::abs(by); ++i) {
            number = nextOfDecade(number, by);
        }
    }
    show(config::Setting::number(number));
    Q_EMIT edited();
}

TextEditor::TextEditor(Form form, QWidget* parent)
    : ValueEditor{parent}
    , m_form{form}
    , m_line{new QLineEdit}
{
    rowIn(this)->addWidget(m_line);
    setFocusProxy(m_line);
    connect(m_line, &QLineEdit::editingFinished, this, [this] {
        if (!m_line->isModified()) return;
        m_line->setModified(false);
        Q_EMIT edited();
    });
}

void TextEditor::show(const config::Setting& value)
{
    QStringList parts;
    for (const config::Setting& item : value.items) {
        parts << QString::fromStdString(item.text);
    }
    for (const auto& [name, item] : value.entries) {
        parts << QString::fromStdString(name + ": " + item.text);
    }
    m_line->setText(parts.isEmpty() ? QString::fromStdString(value.text) : parts.join(", "));
}

config::Setting TextEditor::value() const
{
    const QString typed = m_line->text().trimmed();
    if (m_form == Form::One) return typed.toStdString();
    if (m_form == Form::List) {
        std::vector<std::string> items;
        for (const QString& part : typed.split(',', Qt::SkipEmptyParts)) {
            items.push_back(part.trimmed().toStdString());
        }
        return items.size() == 1 ? config::Setting{items.front()} : config::Setting::list(std::move(items));
    }
    std::vector<std::pair<std::string, std::string>> entries;
    for (const QString& part : typed.split(',', Qt::SkipEmptyParts)) {
        entries.emplace_back(part.section(':', 0, 0).trimmed().toStdString(),
                             part.section(':', 1).trimmed().toStdString());
    }
    return config::Setting::map(std::move(entries));
}

void TextEditor::setAccess(const QString& name, const QString& description)
{
    m_line->setAccessibleName(name);
    m_line->setAccessibleDescription(description);
}

void TextEditor::setPlaceholder(const QString& words)
{
    m_line->setPlaceholderText(words);
}

NumbersEditor::NumbersEditor(const config::NumberMap& kind, QWidget* parent)
    : ValueEditor{parent}
{
    auto* grid = new QGridLayout{this};
    setSpace(*grid, 0, 4);
    for (const auto key : kind.keys) {
        const int row = static_cast<int>(m_entries.size());
        auto* editor = new NumberEditor{NumberEditor::Steps::Decades};
        auto* word = new Label{Type::Caption, keyWord(key)};
        word->setBuddy(editor);
        grid->addWidget(word, row, 0);
        grid->addWidget(editor, row, 1);
        connect(editor, &ValueEditor::edited, this, &ValueEditor::edited);
        m_entries.push_back({std::string{key}, keyWord(key), editor});
    }
    grid->setColumnStretch(0, 1);
    if (!m_entries.empty()) setFocusProxy(m_entries.front().editor);
}

void NumbersEditor::show(const config::Setting& value)
{
    for (const Entry& entry : m_entries) {
        if (const auto* number = value.find(entry.key)) entry.editor->show(*number);
    }
}

config::Setting NumbersEditor::value() const
{
    std::vector<std::pair<std::string, std::string>> entries;
    for (const Entry& entry : m_entries) {
        entries.emplace_back(entry.key, entry.editor->value().text);
    }
    return config::Setting::map(std::move(entries));
}

void NumbersEditor::setAccess(const QString& name, const QString& description)
{
    for (const Entry& entry : m_entries) {
        entry.editor->setAccess(name + ", " + entry.word, description);
    }
}

ShareEditor::ShareEditor(QWidget* parent)
    : ValueEditor{parent}
    , m_percent{new NumberEditor{NumberEditor::Steps::Ones}}
{
    auto* row = rowIn(this);
    row->addWidget(m_percent, 1);
    auto* unit = new Label{tr("% of the rows")};
    unit->setWordWrap(false);
    row->addWidget(unit);
    setFocusProxy(m_percent);
    connect(m_percent, &ValueEditor::edited, this, &ValueEditor::edited);
}

void ShareEditor::show(const config::Setting& value)
{
    const config::Setting* share = value.find("split");
    const auto number = readNumber(QString::fromStdString(share == nullptr ? std::string{} : share->text));
    m_percent->show(config::Setting::number(number.value_or(0) * 100));
}

config::Setting ShareEditor::value() const
{
    const auto typed = m_percent->value();
    const auto percent = readNumber(QString::fromStdString(typed.text));
    return config::Setting::map(
        {{"split", percent ? config::Setting::number(*percent / 100).text : typed.text}});
}

void ShareEditor::setAccess(const QString& name, const QString& description)
{
    m_percent->setAccess(name, description);
}

} // namespace luthier::ui
