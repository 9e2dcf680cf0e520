// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/theme/icons.h"

#include "core/base/assert.h"
#include "ui/widgets/theme/colours.h"

#include <QFile>
#include <QGuiApplication>
#include <QIconEngine>
#include <QPainter>
#include <QPalette>
#include <QPixmap>
#include <QSvgRenderer>

namespace luthier::ui {
namespace {

/// Draws an SVG whose strokes are "currentColor", which QtSvg 6.4 does not know, in the palette's colour.
class InkEngine final : public QIconEngine {
public:
    explicit InkEngine(QByteArray svg)
        : m_svg{std::move(svg)}
    {
    }

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State) override
    {
        const auto group = mode == QIcon::Disabled ? QPalette::Disabled : QPalette::Active;
        const QColor ink = QGuiApplication::palette().color(group, QPalette::WindowText);
        QByteArray svg = m_svg;
        svg.replace("currentColor", ink.name().toLatin1());
        QSvgRenderer{svg}.render(painter, rect);
    }

    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override
    {
        QPixmap picture{size};
        picture.fill(Qt::transparent);
        QPainter painter{&picture};
        paint(&painter, QRect{{}, size}, mode, state);
        return picture;
    }

    QIconEngine* clone() const override { return new InkEngine{m_svg}; }

private:
    QByteArray m_svg;
};

} // namespace

QIcon icon(const QString& name)
{
    QFile file{":/icons/" + name + ".svg"};
    const bool found = file.open(QIODevice::ReadOnly);
    LUTHIER_ASSERT(found);
    return QIcon{new InkEngine{file.readAll()}};
}

} // namespace luthier::ui
