// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/page.h"

#include "core/verdict/verdict.h"
#include "ui/bridge/run_start.h"

namespace luthier::ui {

Page::Page(const QString& title, const QString& question)
    : m_title{title}
    , m_question{question}
{
    setAccessibleName(title);
}

void Page::setAnswer(const Answer& answer)
{
    if (answer == m_answer) return;
    m_answer = answer;
    Q_EMIT answerChanged();
}

void Page::setPrimary(const PrimaryAction& primary)
{
    if (primary == m_primary) return;
    m_primary = primary;
    Q_EMIT primaryChanged();
}

void Page::setSidePanel(const QString& title, QWidget* panel)
{
    m_sideTitle = title;
    m_sidePanel = panel;
}

State stateOf(data::Readiness readiness)
{
    switch (readiness) {
    case data::Readiness::Ready:
        return State::Ready;
    case data::Readiness::NeedsALook:
        return State::NeedsALook;
    case data::Readiness::Blocked:
        break;
    }
    return State::Blocked;
}

State stateOf(const VerdictGiven& verdict)
{
    switch (verdict::lightOf(verdict)) {
    case verdict::Light::Waiting:
        return State::NotStarted;
    case verdict::Light::Good:
        return State::Ready;
    case verdict::Light::Look:
        return State::NeedsALook;
    case verdict::Light::Bad:
        break;
    }
    return State::Blocked;
}

PrimaryAction readyOrMissing(const config::Recipe& draft, const QString& ready)
{
    const auto missing = missingFrom(draft);
    if (missing.empty()) return {.text = ready};
    const QString reason = Page::tr("Something is missing on an earlier page");
    if (missing.front() == "data") return {Page::tr("Add data first"), false, reason};
    if (missing.front() == "model") return {Page::tr("Choose a model first"), false, reason};
    return {Page::tr("Choose a method first"), false, reason};
}

} // namespace luthier::ui
