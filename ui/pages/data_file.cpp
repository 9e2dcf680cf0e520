// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/data_file.h"

#include "core/config/sections.h"
#include "ui/bridge/words.h"
#include "ui/widgets/flow_layout.h"
#include "ui/widgets/fold.h"
#include "ui/widgets/form/settings_form.h"
#include "ui/widgets/theme/label.h"
#include "ui/widgets/theme/style.h"

#include <QButtonGroup>
#include <QComboBox>
#include <QPushButton>
#include <QRadioButton>
#include <QVBoxLayout>

namespace luthier::ui {
namespace {

constexpr const char* kName = "luthierEntry"; // of a goal's button: the entry's name in a recipe
constexpr const char* kAuto = "auto";

QString qt(std::string_view text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

} // namespace

DataFile::DataFile(const PageContext& context, QWidget* parent)
    : QWidget{parent}
    , m_context{context}
    , m_name{new Label{Type::Section}}
    , m_facts{new Label}
    , m_reason{new Label}
    , m_goals{new QButtonGroup{this}}
    , m_format{new QComboBox}
    , m_formatForm{new SettingsForm{context.project, "data.format"}}
    , m_corrections{new SettingsForm{context.project, "data"}}
{
    auto* column = new QVBoxLayout{this};
    setSpace(*column, 0, 12);
    auto* file = new Panel;
    auto* inside = new QVBoxLayout{file};
    setSpace(*inside, 16, 12, 4);
    auto* top = new QHBoxLayout;
    setSpace(*top, 0, 12);
    m_name->setVerbatim();
    m_reason->setTone(Label::Tone::Second);
    auto* other = makeButton(tr("Other &file…"));
    connect(other, &QPushButton::clicked, &context.navigator, &Navigator::openFilesWanted);
    top->addWidget(m_name, 1);
    top->addWidget(other, 0, Qt::AlignTop);
    inside->addLayout(top);
    inside->addWidget(m_facts);
    inside->addWidget(m_reason);
    inside->addWidget(reading());
    column->addWidget(file);
    column->addWidget(goals());
}

QWidget* DataFile::reading()
{
    auto* body = new QWidget;
    auto* column = new QVBoxLayout{body};
    setSpace(*column, 0, 8);
    auto* row = new QHBoxLayout;
    setSpace(*row, 0, 8);
    auto* label = new Label{tr("&Format")};
    label->setWordWrap(false);
    label->setBuddy(m_format);
    m_format->setAccessibleName(tr("Format"));
    m_format->addItem(tr("recognised by its content"), kAuto);
    for (const config::Entry& entry : m_context.engine.catalogue->entries(engine::Registry::Formats)) {
        m_format->addItem(words(entry.title), qt(entry.name));
        m_format->setItemData(m_format->count() - 1, words(entry.summary), Qt::ToolTipRole);
    }
    row->addWidget(label);
    row->addWidget(m_format);
    row->addStretch(1);
    column->addLayout(row);
    column->addWidget(m_formatForm);
    m_corrections->keepOnly({"corrections"});
    m_corrections->setFields(config::fieldsOf("data"), {});
    column->addWidget(m_corrections);
    connect(m_format, &QComboBox::activated, this, [this] {
        const auto name = m_format->currentData().toString().toStdString();
        m_context.project.change(tr("Format chosen: %1").arg(m_format->currentText()),
                                 [&name](config::Recipe& recipe) { recipe.format = {name}; });
    });
    auto* fold = new Fold{tr("How the file is read"), body};
    for (SettingsForm* form : {m_formatForm, m_corrections}) {
        connect(form, &SettingsForm::revealing, fold, [fold] { fold->setOpen(true); });
    }
    return fold;
}

QWidget* DataFile::goals()
{
    auto* row = new QWidget;
    auto* flow = new FlowLayout{0, row};
    setSpace(*flow, 0, 16);
    auto* title = new Label{Type::Section, tr("Goal")};
    title->setWordWrap(false);
    flow->addWidget(title);
    for (const config::Entry& entry : m_context.engine.catalogue->entries(engine::Registry::Tasks)) {
        auto* button = new QRadioButton{words(entry.title)};
        button->setProperty(kName, qt(entry.name));
        button->setToolTip(words(entry.summary));
        m_goals->addButton(button);
        flow->addWidget(button);
    }
    connect(m_goals, &QButtonGroup::buttonClicked, this, [this](QAbstractButton* button) {
        const auto name = button->property(kName).toString().toStdString();
        m_context.project.change(tr("Goal chosen: %1").arg(button->text()),
                                 [&name](config::Recipe& recipe) { recipe.task = {name}; });
    });
    return row;
}

void DataFile::showFields()
{
    const auto& recipe = m_context.project.recipe();
    const QString format = QString::fromStdString(recipe.format.name);
    m_format->setCurrentIndex(std::max(0, m_format->findData(format)));
    if (format == m_shownFormat) return;
    m_shownFormat = format;
    const auto registered = m_context.engine.catalogue->registered(recipe);
    m_formatForm->setFields(registered.format, registered);
    m_formatForm->setVisible(!registered.format.empty());
}

void DataFile::refresh()
{
    const auto& recipe = m_context.project.recipe();
    showFields();
    for (QAbstractButton* button : m_goals->buttons()) {
        button->setChecked(button->property(kName).toString().toStdString() == recipe.task.name);
    }
    const auto train = recipe.data.find("train");
    if (train == recipe.data.end()) return;
    const auto path = recipe.resolve(train->second.text);
    m_name->setText(fromPath(path.filename()));
    m_name->setToolTip(shortPath(path));
    const auto& table = m_context.data.table();
    m_facts->setVisible(table != nullptr);
    m_reason->setVisible(table != nullptr);
    if (!table) return;
    const data::Source& source = table->source();
    const int at = m_format->findData(QString::fromStdString(source.format));
    const QString format = at < 0 ? QString::fromStdString(source.format) : m_format->itemText(at);
    m_facts->setText(
        tr("%1 · %2 rows · %3")
            .arg(format, number(table->rows()), fileSize(static_cast<std::int64_t>(source.bytes))));
    m_reason->setText(tr("Read that way because: %1").arg(words(source.reason)));
}

} // namespace luthier::ui
