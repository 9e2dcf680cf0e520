// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace luthier::train {

/// How many threads the steps of a run have.
///
/// The threads of a step meet several times in each block of the network (nn::Team). Where other programs
/// take turns with one of them, all the others wait, and fewer threads get more done. Nobody tells a program
/// how many that are, so it is tried: when the steps get less of the processor than they could use, some go
/// on with fewer threads, and whatever was faster stays; from time to time, and at once where the threads
/// have the processor for themselves again, more are tried. What a step computes does not depend on it.
///
/// Units  seconds of the clock on the wall and of the processor.
class Crew {
public:
    /// Always `most`, or, if it `adapts`, at most so many.
    explicit Crew(int most = 1, bool adapts = false)
        : m_most{most}
        , m_threads{most}
        , m_adapts{adapts}
    {
    }

    int threads() const { return m_threads; }
    int most() const { return m_most; }
    /// A step is done. True: threads() is another number now.
    bool stepDone(double seconds, double processorSeconds, std::int64_t tokens);

private:
    struct Window {
        double seconds{0}, processorSeconds{0}, tokens{0};
        int steps{0};
    };
    void judge(double rate, double use);
    void attempt(int threads, double rate);

    int m_most;
    int m_threads;
    bool m_adapts;
    Window m_window;
    int m_crowded{0}; ///< windows running in which the processor was elsewhere
    int m_before{0}; ///< threads before the attempt that is under way; 0: none is
    double m_rateBefore{0}; ///< tokens a second
    int m_depth{1}; ///< of the next attempt with fewer threads, in quarters of those that there are
    double m_patience{0}; ///< seconds until the next attempt; doubles with each one in vain
    double m_waited{0};
};

} // namespace luthier::train
