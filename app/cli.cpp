// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands.h"
#include "app/console.h"
#include "app/start.h"
#include "core/config/nearest.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <span>
#include <string_view>
#include <vector>

#include <CLI/CLI.hpp>

using namespace luthier; // NOLINT(google-build-using-namespace): a program, not a library

namespace {

/// The command that was asked for, as far as it could be read.
struct Asked {
    const CLI::App* command;
    std::string words; ///< "luthier-cli list"
    std::size_t count{1}; ///< of these words
};

Asked askedOf(const CLI::App& cli)
{
    Asked asked{&cli, cli.get_name()};
    while (!asked.command->get_subcommands().empty()) {
        asked.command = asked.command->get_subcommands().front();
        asked.words += " " + asked.command->get_name();
        ++asked.count;
    }
    return asked;
}

/// A word where one of its commands should stand: what was written, and what it was probably meant to be.
struct Unknown {
    std::string_view word{};
    std::string meant{};
};

Unknown unknownIn(const Asked& asked, std::span<char* const> arguments)
{
    std::vector<std::string_view> known;
    for (const CLI::App* command : asked.command->get_subcommands([](const CLI::App*) { return true; })) {
        known.push_back(command->get_name());
    }
    if (known.empty() || arguments.size() <= asked.count || arguments[asked.count][0] == '-') return {};
    const std::string_view word{arguments[asked.count]};
    return {word, config::nearest(word, known)};
}

int wrongUsage(const CLI::App& cli, const CLI::ParseError& error, std::span<char* const> arguments)
{
    const auto asked = askedOf(cli);
    const auto [word, meant] = unknownIn(asked, arguments);
    const bool asJson = std::ranges::any_of(
        arguments, [](const char* argument) { return std::string_view{argument} == "--json"; });
    Error told{.code = ErrorCode::InvalidInput,
               .message = Text{"%1", error.what()}, // CLI11's own English
               .where = asked.words,
               .hint = Text{QT_TRANSLATE_NOOP("core", "'%1' tells what it takes"), asked.words + " --help"}};
    if (!word.empty()) told.message = Text{QT_TRANSLATE_NOOP("core", "there is no command '%1'"), word};
    if (!meant.empty()) {
        told.hint = Text{QT_TRANSLATE_NOOP("core", "did you mean '%1'?"), asked.words + " " + meant};
    }
    return app::failed(told, asJson);
}

} // namespace

static int run(int argc,
               char** argv) // NOLINT(bugprone-exception-escape): only a wrong option definition throws
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

int main(int argc, char** argv) // NOLINT(bugprone-exception-escape): as run()
{
    const int code = run(argc, argv);
    // LibTorch would take apart what it put together for a tenth of a second; the system does it at once.
    std::cout.flush();
    std::fflush(nullptr);
    std::_Exit(code);
}
