package io.thunder.examples.simulator.lab;

import io.thunder.program.SpaceTimeCosts;

/**
 * What one run showed, in its measured window.
 *
 * @param stepsPerMinute turns answered per minute
 * @param hitRate share of prompt tokens that came from the prefix cache
 * @param costs what the engines' KV memory was spent on, in token-seconds; all five together are
 *     capacity times time
 * @param latency seconds from a turn's arrival to its answer
 * @param completion seconds from a program's first turn to its end; without sub-agents and the
 *     programs that died
 * @param makespanSeconds when the last program ended; 0 unless the arrivals were a batch
 * @param worstWaitSeconds the longest time from a turn's arrival to its first computation
 * @param sizeWaitCorrelation Pearson's correlation of that time with the prompt's tokens, over the
 *     programs' first turns
 * @param jainIndex Jain's fairness index over the same programs' turns per minute in flight
 * @param pauses pauses at tool boundaries
 * @param overPauses the most pauses of one overflow above the fewest that would have done
 * @param migrations turns that ran on another engine than the program's last one
 * @param turns turns answered, those outside the window included
 * @param programs programs ended likewise, those that died included, sub-agents not
 */
public record RunResult(
    double stepsPerMinute,
    double hitRate,
    SpaceTimeCosts costs,
    Quantiles latency,
    Quantiles completion,
    double makespanSeconds,
    double worstWaitSeconds,
    double sizeWaitCorrelation,
    double jainIndex,
    long pauses,
    long overPauses,
    long migrations,
    long turns,
    long programs) {}
