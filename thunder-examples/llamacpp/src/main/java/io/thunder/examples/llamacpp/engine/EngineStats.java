package io.thunder.examples.llamacpp.engine;

/**
 * What an engine is doing, and what it has done since it was started.
 *
 * @param running requests in a slot
 * @param waiting requests that wait for one
 * @param promptTokens tokens of the prompts answered
 * @param cachedTokens those of them that a slot still held
 * @param outputTokens tokens of their answers
 */
public record EngineStats(
    int running, int waiting, long promptTokens, long cachedTokens, long outputTokens) {}
