// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QIcon>
#include <QString>

namespace luthier::ui {

/// resources/icons/<name>.svg, drawn in the text colour of the present theme at the size that is asked for.
/// REQUIRES: there is such a file.
QIcon icon(const QString& name);

} // namespace luthier::ui
