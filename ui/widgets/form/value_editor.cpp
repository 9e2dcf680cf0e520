// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/form/value_editor.h"

#include "ui/bridge/words.h"
#include "ui/widgets/form/plain_editors.h"
#include "ui/widgets/theme/measure.h"

#include <variant>
#include <vector>

#include <QAbstractItemView>
#include <QComboBox>
#include <QCoreApplication>
#include <QVBoxLayout>

namespace luthier::ui {
namespace {

using config::Setting;

/// One of a few words, or one of a few kinds of value behind them: "automatic" or a number; a share of the
/// rows, a file, or none.
class ChoiceEditor final : public ValueEditor {
public:
    struct Behind {
        QString title; ///< in the list of choices: "a number"
        Setting::Kind shape; ///< that its values have in a recipe
        ValueEditor* editor;
        Setting start; ///< shown when it is chosen for the first time
    };

    ChoiceEditor(std::span<const config::Option> options, std::vector<Behind> behind)
        : m_options{options}
        , m_behind{std::move(behind)}
        , m_box{new QComboBox}
    {
        auto* column = new QVBoxLayout{this};
        setSpace(*column, 0, 4);
        column->addWidget(m_box);
        for (const config::Option& option : options) {
            m_box->addItem(words(option.label));
        }
        for (const Behind& one : m_behind) {
            m_box->addItem(one.title);
            column->addWidget(one.editor);
            one.editor->show(one.start);
            connect(one.editor, &ValueEditor::edited, this, &ValueEditor::edited);
        }
        m_box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        m_box->setMinimumContentsLength(12);
        setFocusProxy(m_box);
        connect(m_box, &QComboBox::activated, this, [this] {
            unfold();
            Q_EMIT edited();
        });
        unfold();
    }

    void show(const Setting& value) override
    {
        m_box->setCurrentIndex(indexOf(value));
        if (Behind* one = current()) one->editor->show(value);
        unfold();
    }

    Setting value() const override
    {
        const Behind* one = const_cast<ChoiceEditor*>(this)->current();
        if (one != nullptr) return one->editor->value();
        return std::string{m_options[static_cast<std::size_t>(m_box->currentIndex())].value};
    }

    void setAccess(const QString& name, const QString& description) override
    {
        m_box->setAccessibleName(name);
        m_box->setAccessibleDescription(description);
        for (const Behind& one : m_behind) {
            one.editor->setAccess(name + ": " + one.title, description);
        }
    }

private:
    int indexOf(const Setting& value) const
    {
        for (std::size_t i = 0; i < m_options.size(); ++i) {
            if (value.kind == Setting::Kind::Text && value.text == m_options[i].value)
                return static_cast<int>(i);
        }
        for (std::size_t i = 0; i < m_behind.size(); ++i) {
            if (m_behind[i].shape == value.kind) return static_cast<int>(m_options.size() + i);
        }
        return m_behind.empty() ? 0 : static_cast<int>(m_options.size());
    }

    Behind* current()
    {
        const auto at = m_box->currentIndex() - static_cast<int>(m_options.size());
        return at < 0 ? nullptr : &m_behind[static_cast<std::size_t>(at)];
    }

    void unfold()
    {
        for (const Behind& one : m_behind) {
            one.editor->setVisible(&one == current());
        }
    }

    std::span<const config::Option> m_options;
    std::vector<Behind> m_behind;
    QComboBox* m_box;
};

struct EditorWords {
    Q_DECLARE_TR_FUNCTIONS(EditorWords)
};

using Behinds = std::vector<ChoiceEditor::Behind>;
using Shape = Setting::Kind;

/// What may be given besides the field's words, and how it is edited.
struct BehindOf {
    Behinds operator()(const config::Integer& kind) const
    {
        return {{EditorWords::tr("a number"), Shape::Text, new NumberEditor{NumberEditor::Steps::Ones},
                 std::to_string(kind.initial)}};
    }
    Behinds operator()(const config::Real& kind) const
    {
        return {{EditorWords::tr("a number"), Shape::Text, new NumberEditor{NumberEditor::Steps::Decades},
                 Setting::number(kind.initial)}};
    }
    Behinds operator()(const config::Flag& kind) const
    {
        return {{EditorWords::tr("on or off"), Shape::Text, new FlagEditor, kind.initial ? "true" : "false"}};
    }
    Behinds operator()(const config::Choice&) const { return {}; }
    Behinds operator()(const config::Words& kind) const
    {
        return {{EditorWords::tr("something else"), Shape::Text, new TextEditor{TextEditor::Form::One},
                 std::string{kind.initial}}};
    }
    Behinds operator()(const config::Names&) const
    {
        return {{EditorWords::tr("a list"), Shape::List, new TextEditor{TextEditor::Form::List}, ""}};
    }
    Behinds operator()(const config::NumberMap& kind) const
    {
        if (kind.keys.empty()) {
            return {
                {EditorWords::tr("named numbers"), Shape::Map, new TextEditor{TextEditor::Form::Map}, ""}};
        }
        std::vector<std::pair<std::string, std::string>> start;
        for (std::size_t i = 0; i < kind.keys.size() && i < kind.initial.size(); ++i) {
            start.emplace_back(kind.keys[i], Setting::number(kind.initial[i]).text);
        }
        return {{EditorWords::tr("a number"), Shape::Map, new NumbersEditor{kind}, Setting::map(start)}};
    }
    Behinds operator()(const config::TextMap&) const
    {
        return {{EditorWords::tr("named texts"), Shape::Map, new TextEditor{TextEditor::Form::Map}, ""}};
    }
    Behinds operator()(const config::Part& kind) const
    {
        auto* file = new TextEditor{TextEditor::Form::One};
        file->setPlaceholder(EditorWords::tr("path of a file"));
        return {{EditorWords::tr("a share of the rows"), Shape::Map, new ShareEditor,
                 Setting::map({{"split", Setting::number(kind.initial).text}})},
                {EditorWords::tr("a file of their own"), Shape::Text, file, ""}};
    }
    Behinds operator()(const config::Interval&) const
    {
        auto* often = new TextEditor{TextEditor::Form::One};
        often->setPlaceholder(EditorWords::tr("200, or 5 min"));
        return {{EditorWords::tr("steps or a time"), Shape::Text, often, "200"}};
    }
    Behinds operator()(const config::Integers&) const
    {
        return {{EditorWords::tr("numbers"), Shape::Text, new TextEditor{TextEditor::Form::List}, "1"}};
    }
};

} // namespace

ValueEditor* makeEditor(const config::Field& field)
{
    auto behind = std::visit(BehindOf{}, field.kind);
    const bool alone = field.words.empty() && behind.size() == 1;
    if (alone) return behind.front().editor;
    return new ChoiceEditor{field.words, std::move(behind)};
}

} // namespace luthier::ui
