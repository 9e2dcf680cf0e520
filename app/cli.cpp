// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands.h"
#include "app/console.h"
#include "app/start.h"
#include "core/config/nearest.h"

#include <algorithm>
#include <span>
#include <string_view>
#include <vector>

#include <CLI/CLI.hpp>

using namespace luthier; // NOLINT(google-build-using-namespace): a program, not a library

namespace {

/// The command that was asked for, as far as it could be read: "luthier-cli list".
std::string commandAsked(const CLI::App& cli)
{
    std::string words = cli.get_name();
    for (const CLI::App* at = &cli; !at->get_subcommands().empty();) {
        at = at->get_subcommands().front();
        words += " " + at->get_name();
    }
    return words;
}

/// A command that the first word was probably meant to be, or nothing.
std::string commandMeant(const CLI::App& cli, std::span<char* const> arguments)
{
    if (!cli.get_subcommands().empty() || arguments.size() < 2) return {};
    std::vector<std::string_view> known;
    for (const CLI::App* command : cli.get_subcommands([](const CLI::App*) { return true; })) {
        known.push_back(command->get_name());
    }
    return config::nearest(arguments[1], known);
}

int wrongUsage(const CLI::App& cli, const CLI::ParseError& error, std::span<char* const> arguments)
{
    const auto command = commandAsked(cli);
    const auto meant = commandMeant(cli, arguments);
    const bool asJson
        = std::ranges::any_of(arguments, [](const char* word) { return std::string_view{word} == "--json"; });
    return app::failed({.code = ErrorCode::InvalidInput,
                        .message = Text{"%1", error.what()}, // CLI11's own English
                        .where = command,
                        .hint = meant.empty()
                            ? Text{QT_TRANSLATE_NOOP("core", "'%1' tells what it takes"), command + " --help"}
                            : Text{QT_TRANSLATE_NOOP("core", "did you mean '%1'?"), command + " " + meant}},
                       asJson);
}

} // namespace

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
        if (error.get_exit_code() == 0) return cli.exit(error); // --help, --version
        return wrongUsage(cli, error, {argv, static_cast<std::size_t>(argc)});
    }
    auto engine = engine::makeEngine();
    return action(engine);
}
