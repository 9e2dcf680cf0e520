// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/theme/colours.h"

#include <initializer_list>
#include <utility>

namespace luthier::ui {

const Colours& lightColours()
{
    static const Colours colours{
        .window = 0xF5F5F2,
        .panel = 0xFFFFFF,
        .sunk = 0xECECE7,
        .text = 0x1D1F23,
        .second = 0x55595F,
        .border = 0x7C8086,
        .accent = 0x0B5A9A,
        .onAccent = 0xFFFFFF,
        .ready = 0x005F73,
        .look = 0x8A6100,
        .bad = 0x9B1C1C,
        .readyTint = 0xDFF1F3,
        .lookTint = 0xFBF0D2,
        .badTint = 0xFBE3E0,
        .series = {0x0B62A8, 0xC4480A, 0xA477DD, 0x07949D, 0x4B2B09, 0x2B4F3A},
        .dark = false,
    };
    return colours;
}

const Colours& darkColours()
{
    static const Colours colours{
        .window = 0x1B1D21,
        .panel = 0x24272C,
        .sunk = 0x15171A,
        .text = 0xECEDEF,
        .second = 0xAEB3BB,
        .border = 0x7A808A,
        .accent = 0x7DBBF5,
        .onAccent = 0x10141A,
        .ready = 0x63D3D8,
        .look = 0xF2CF66,
        .bad = 0xFF8A7A,
        .readyTint = 0x173538,
        .lookTint = 0x3A3116,
        .badTint = 0x432321,
        .series = {0x6DB3F2, 0xF2914A, 0xD84028, 0xBF5FB0, 0x70F39F, 0xE7FA4B},
        .dark = true,
    };
    return colours;
}

const Colours& coloursOf(const QPalette& palette)
{
    return palette.color(QPalette::Window).lightness() < 128 ? darkColours() : lightColours();
}

QColor mixed(const QColor& ground, const QColor& over, double share)
{
    const auto part = [share](int from, int to) { return static_cast<int>(from + share * (to - from)); };
    return {part(ground.red(), over.red()), part(ground.green(), over.green()),
            part(ground.blue(), over.blue())};
}

QPalette paletteOf(const Colours& colours)
{
    using Role = QPalette::ColorRole;
    QPalette palette;
    const std::initializer_list<std::pair<Role, QColor>> roles{
        {Role::Window, colours.window},
        {Role::WindowText, colours.text},
        {Role::Base, colours.panel},
        {Role::AlternateBase, mixed(colours.panel, colours.window, 0.6)},
        {Role::Text, colours.text},
        {Role::PlaceholderText, colours.second},
        {Role::Button, colours.panel},
        {Role::ButtonText, colours.text},
        {Role::BrightText, colours.bad},
        {Role::ToolTipBase, colours.panel},
        {Role::ToolTipText, colours.text},
        {Role::Highlight, colours.accent},
        {Role::HighlightedText, colours.onAccent},
        {Role::Link, colours.accent},
        {Role::LinkVisited, colours.accent},
        {Role::Light, colours.panel},
        {Role::Midlight, colours.sunk},
        {Role::Mid, mixed(colours.window, colours.border, 0.4)},
        {Role::Dark, colours.border},
        {Role::Shadow, colours.border},
    };
    for (const auto& [role, colour] : roles) {
        palette.setColor(role, colour);
    }
    const QColor pale
        = mixed(colours.window, colours.second, 0.7); // still to be read: it has a reason to tell
    for (const auto role : {Role::WindowText, Role::Text, Role::ButtonText, Role::PlaceholderText}) {
        palette.setColor(QPalette::Disabled, role, pale);
    }
    palette.setColor(QPalette::Disabled, Role::Highlight, colours.border);
    return palette;
}

} // namespace luthier::ui
