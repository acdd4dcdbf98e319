package io.thunder.examples.replay;

import io.thunder.examples.replay.run.Engines;

/**
 * The engines of a replay.
 *
 * @param description what they are, for people
 * @param limitTokens most tokens of a prompt with its answer
 * @param speed how many seconds of engine time pass in a second
 * @param fresh whether each run has engines of its own, with empty caches
 * @param warmUp whether they run in this process, and so are slow before it is warm
 * @param defaults what to do on them unless the user says otherwise
 * @param factory starts them
 */
record EngineChoice(
    String description,
    long limitTokens,
    double speed,
    boolean fresh,
    boolean warmUp,
    RunDefaults defaults,
    Engines.Factory factory) {}
