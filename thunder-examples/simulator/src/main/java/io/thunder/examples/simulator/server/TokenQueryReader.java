package io.thunder.examples.simulator.server;

import com.google.gson.stream.JsonReader;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** Reads the body of a request in tokens in one pass. */
final class TokenQueryReader {

  private final TokenNames names;
  private final List<Integer> prompt = new ArrayList<>();
  private String model = "";
  private String cacheSalt = "";
  private String rank = "";
  private OptionalInt maxTokens;
  private int minTokens;
  private boolean ignoreEos;
  private boolean logprobs;

  private TokenQueryReader(TokenNames names) {
    this.names = names;
    this.maxTokens = names.maxTokensUnsaid() == 0
        ? OptionalInt.empty()
        : OptionalInt.of(names.maxTokensUnsaid());
  }

  /**
   * Reads a body.
   *
   * @throws ApiException if it is not a JSON object with token ids and fields of the right types
   */
  static TokenQuery read(Reader body, TokenNames names) {
    TokenQueryReader fields = new TokenQueryReader(names);
    RequestFields.read(body, fields::readField);
    return fields.build();
  }

  private void readField(String name, JsonReader reader) throws IOException {
    if (name.equals(names.prompt())) {
      readPrompt(reader);
      return;
    }
    if (name.equals(names.cacheSalt())) {
      cacheSalt = reader.nextString();
      return;
    }
    switch (name) {
      case "model" -> model = reader.nextString();
      case "sampling_params" -> RequestFields.readObject(reader, this::readSampling);
      case "return_logprob" -> logprobs = reader.nextBoolean();
      case "routed_dp_rank" -> rank = reader.nextString();
      case "stream" -> refuse(reader.nextBoolean(), "Tokens are not streamed.");
      default -> reader.skipValue();
    }
  }

  private void readSampling(String name, JsonReader reader) throws IOException {
    if (name.equals(names.maxTokens())) {
      maxTokens = OptionalInt.of(RequestFields.readAtLeastOne(name, reader));
      return;
    }
    if (name.equals(names.minTokens())) {
      minTokens = reader.nextInt();
      return;
    }
    switch (name) {
      case "ignore_eos" -> ignoreEos = reader.nextBoolean();
      case "n" -> refuse(reader.nextInt() != 1, "There is one answer to a request.");
      case "logprobs" -> logprobs = reader.nextInt() >= -1; // of how many others beside it
      default -> reader.skipValue();
    }
  }

  private void readPrompt(JsonReader reader) throws IOException {
    reader.beginArray();
    while (reader.hasNext()) {
      int id = reader.nextInt();
      if (id < 0) {
        throw ApiException.badRequest(names.prompt(), "There is no token " + id + ".");
      }
      prompt.add(id);
    }
    reader.endArray();
  }

  private static void refuse(boolean asked, String message) {
    if (asked) {
      throw ApiException.notImplemented(message);
    }
  }

  private TokenQuery build() {
    if (prompt.isEmpty()) {
      throw ApiException.badRequest(
          names.prompt(), "Field required: " + names.prompt() + " must not be empty.");
    }
    return new TokenQuery(
        model,
        prompt,
        new AnswerLength(maxTokens, minTokens, ignoreEos),
        logprobs,
        cacheSalt,
        rank);
  }
}
