/** Messages, requests, responses, chunks and usage, as OpenAI's chat completions define them. */
@NullMarked
package io.thunder.chat;

import org.jspecify.annotations.NullMarked;
