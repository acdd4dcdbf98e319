package io.thunder.okhttp.internal;

import io.thunder.tokens.TokenIds;
import java.io.IOException;

/**
 * Takes JSON in pieces. A lone surrogate, which UTF-8 cannot say, becomes a {@code \\udXXX} escape,
 * inside verbatim JSON too: it can only stand in a string there, since the rest of JSON is ASCII.
 */
sealed interface JsonOut permits JsonLength, JsonUtf8 {

  /** Takes JSON that is valid already, unchanged. */
  JsonOut verbatim(String json) throws IOException;

  /** Takes any text as a JSON string. */
  JsonOut quoted(String value) throws IOException;

  /** Takes numbers as a JSON array. */
  JsonOut array(TokenIds numbers) throws IOException;
}
