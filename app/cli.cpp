// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands.h"
#include "app/start.h"
#include "core/base/expected.h"

#include <CLI/CLI.hpp>

using namespace luthier; // NOLINT(google-build-using-namespace): a program, not a library

int main(int argc, char** argv) // NOLINT(bugprone-exception-escape): only a wrong option definition throws
{
    app::restartWithPassiveWaiting(argv);
    CLI::App cli{"Fine-tunes pre-trained models from recipes, without a window.", "luthier-cli"};
    cli.set_version_flag("--version", "luthier-cli " LUTHIER_VERSION);
    cli.require_subcommand(1);
    app::Action action;
    app::addRunCommands(cli, action);
    app::addStreamCommands(cli, action);
    app::addRecordCommands(cli, action);
    try {
        cli.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return cli.exit(error) == 0 ? 0 : exitCode(ErrorCode::InvalidInput);
    }
    auto engine = engine::makeEngine();
    return action(engine);
}
