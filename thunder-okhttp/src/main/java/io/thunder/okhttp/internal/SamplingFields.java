package io.thunder.okhttp.internal;

import io.thunder.chat.JsonText;
import io.thunder.tokens.SamplingParams;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes sampling parameters, which engines call nearly the same.
 *
 * @param maxTokens what the bound on generated tokens is called
 * @param seed what the seed is called
 */
record SamplingFields(String maxTokens, String seed) {

  /** Writes an object with what was set; the rest is the engine's own choice. */
  void write(SamplingParams sampling, @Nullable String more, JsonOut out) throws IOException {
    Members members = new Members(out);
    if (sampling.maxTokens() > 0) {
      members.add(maxTokens, Integer.toString(sampling.maxTokens()));
    }
    members.add("temperature", sampling.temperature());
    members.add("top_p", sampling.topP());
    if (sampling.stopTokenIds().size() > 0) {
      members.name("stop_token_ids").array(sampling.stopTokenIds());
    }
    members.add(seed, sampling.seed());
    if (more != null) {
      members.add(more, "0");
    }
    for (Map.Entry<String, JsonText> field : sampling.fields().entrySet()) {
      members.add(field.getKey(), field.getValue().text());
    }
    members.end();
  }

  /** The members of one object. */
  private static final class Members {

    private final JsonOut out;
    private String separator = "{";

    Members(JsonOut out) {
      this.out = out;
    }

    JsonOut name(String name) throws IOException {
      JsonOut value = out.verbatim(separator).quoted(name).verbatim(":");
      separator = ",";
      return value;
    }

    void add(String name, @Nullable Object number) throws IOException {
      if (number != null) {
        name(name).verbatim(number.toString());
      }
    }

    void end() throws IOException {
      out.verbatim(separator.equals("{") ? "{}" : "}");
    }
  }
}
