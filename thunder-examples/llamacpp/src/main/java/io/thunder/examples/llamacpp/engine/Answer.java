package io.thunder.examples.llamacpp.engine;

import org.jspecify.annotations.Nullable;

/**
 * An answer.
 *
 * @param text what the model said
 * @param tokens how many tokens that took
 * @param ended whether the model ended it, and not the limit
 * @param cachedTokens tokens of the prompt that a slot still held, null if the log does not say
 */
public record Answer(
    String text, int tokens, boolean ended, @Nullable Integer cachedTokens) {}
