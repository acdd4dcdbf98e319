package io.thunder.examples.simulator;

/**
 * One planned LLM call of a program and the tool call after it.
 *
 * @param promptTokens length of the whole prompt
 * @param keptTokens how many tokens at its start are as in the call before; 0 in the first
 * @param outputTokens length of the answer
 * @param tool name of the tool that runs afterwards, empty if unknown
 * @param toolNanos how long that tool runs
 */
public record Turn(
    int promptTokens, int keptTokens, int outputTokens, String tool, long toolNanos) {}
