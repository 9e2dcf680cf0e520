// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/events.h"
#include "core/base/expected.h"
#include "core/base/json.h"
#include "core/base/run_control.h"

#include <functional>
#include <string>
#include <thread>

namespace luthier::app {

/// Prints an error as contract.md §2 says and returns its exit code. `asJson`: the object on standard output.
int failed(const Error& error, bool asJson);

/// One JSON document on standard output.
void print(const Json& document);

/// Asks `control` to stop when the process gets SIGINT or SIGTERM, as long as this lives.
/// REQUIRES: made before any other thread, so that all of them leave the signals to it.
class StopOnSignal {
public:
    explicit StopOnSignal(RunControl& control);
    ~StopOnSignal();
    StopOnSignal(const StopOnSignal&) = delete;
    StopOnSignal& operator=(const StopOnSignal&) = delete;

private:
    std::jthread m_listener;
};

/// Tells a person on standard error how a run goes: a line that renews itself on a terminal, a line a look
/// elsewhere.
class RunTeller {
public:
    void tell(const Event& event);

private:
    void line(const std::string& text);
    void renew(const std::string& text);
    std::int64_t m_steps{0};
    bool m_isRenewing{false};
};

/// "12 min 5 s"
std::string duration(double seconds);
/// A number with so many digits behind the point.
std::string fixed(double number, int decimals);

} // namespace luthier::app
