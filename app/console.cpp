// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/console.h"

#include <cmath>
#include <csignal>
#include <ctime>
#include <iostream>
#include <variant>

#include <unistd.h>

namespace luthier::app {
namespace {

sigset_t stopSignals()
{
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    return signals;
}

void tellError(const Error& error)
{
    std::cerr << "error: " << error.message.english() << '\n';
    if (!error.where.empty()) std::cerr << "where: " << error.where << '\n';
    if (!error.hint.empty()) std::cerr << "hint: " << error.hint.english() << '\n';
    for (const Error& other : error.others) {
        tellError(other);
    }
}

} // namespace

int failed(const Error& error, bool asJson)
{
    tellError(error);
    if (asJson) print(Json{{"error", toJson(error)}});
    return exitCode(error.code);
}

void print(const Json& document)
{
    std::cout << toJson(document) << std::endl;
}

StopOnSignal::StopOnSignal(RunControl& control)
{
    const auto signals = stopSignals();
    ::pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    m_listener = std::jthread{[&control](const std::stop_token& stop) {
        const auto waitedFor = stopSignals();
        const timespec pause{.tv_sec = 0, .tv_nsec = 100'000'000};
        while (!stop.stop_requested()) {
            if (::sigtimedwait(&waitedFor, nullptr, &pause) > 0) control.requestStop();
        }
    }};
}

StopOnSignal::~StopOnSignal() = default;

void RunTeller::line(const std::string& text)
{
    if (m_isRenewing) std::cerr << "\r\x1b[K";
    m_isRenewing = false;
    std::cerr << text << '\n';
}

void RunTeller::renew(const std::string& text)
{
    if (::isatty(STDERR_FILENO) == 0) return;
    std::cerr << "\r\x1b[K" << text << std::flush;
    m_isRenewing = true;
}

void RunTeller::tell(const Event& event)
{
    if (const auto* started = std::get_if<RunStarted>(&event)) {
        m_steps = started->steps;
        line(started->run + ": " + std::to_string(started->trainSamples) + " rows to learn from, "
             + std::to_string(started->validationSamples) + " held back; "
             + std::to_string(started->trainableParameters) + " of "
             + std::to_string(started->totalParameters) + " parameters learn; " + started->precision
             + (started->firstStep > 0 ? "; goes on at step " + std::to_string(started->firstStep) : ""));
    } else if (const auto* step = std::get_if<StepDone>(&event)) {
        renew("step " + std::to_string(step->step) + "/" + std::to_string(m_steps) + "  loss "
              + fixed(step->loss, 4) + "  " + fixed(step->tokensPerSecond, 0) + " tokens/s  "
              + duration(step->etaSeconds) + " left");
    } else if (const auto* look = std::get_if<LookDone>(&event)) {
        std::string text = "step " + std::to_string(look->step) + "/" + std::to_string(m_steps)
            + "  held-back loss " + fixed(look->loss, 4) + "  training sample "
            + fixed(look->trainSampleLoss, 4);
        for (const auto& [name, value] : look->metrics) {
            text += "  " + name + " " + fixed(value, 3);
        }
        line(text);
    } else if (const auto* verdict = std::get_if<VerdictGiven>(&event)) {
        line("  " + verdict->kind + ": " + verdict->text.english());
    } else if (const auto* note = std::get_if<Noted>(&event)) {
        line("  " + note->text.english() + (note->where.empty() ? "" : " (" + note->where + ")"));
    } else if (const auto* ended = std::get_if<RunEnded>(&event)) {
        line(ended->outcome + " at step " + std::to_string(ended->step) + " after " + duration(ended->seconds)
             + (ended->bestStep > 0 ? "; best is step " + std::to_string(ended->bestStep)
                                    : "; no look was better than the start, the last state is kept")
             + "; peak memory " + std::to_string(ended->peakRssMib) + " MiB");
    }
}

std::string duration(double seconds)
{
    const auto whole = static_cast<long>(std::lround(std::max(0.0, seconds)));
    if (whole < 60) return std::to_string(whole) + " s";
    if (whole < 3600) return std::to_string(whole / 60) + " min " + std::to_string(whole % 60) + " s";
    return std::to_string(whole / 3600) + " h " + std::to_string(whole % 3600 / 60) + " min";
}

std::string fixed(double number, int decimals)
{
    return english(Text::Argument{Rounded{number, decimals}});
}

} // namespace luthier::app
