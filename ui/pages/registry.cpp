// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/page.h"

#include <array>

namespace luthier::ui {

#define PAGE(stem) std::unique_ptr<Page> stem(const PageContext& context); // NOLINT: named after its file
#include "ui/pages/pages.def"
#undef PAGE

std::span<const PageEntry> allPages()
{
    static constexpr std::array kTable{
#define PAGE(stem) PageEntry{#stem, &stem},
#include "ui/pages/pages.def"
#undef PAGE
    };
    return kTable;
}

} // namespace luthier::ui
