package io.thunder.examples.conformance;

import io.thunder.backend.Backend;
import io.thunder.backend.BackendKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;

/** A server that answers from a script; of a router it is the only server, too. */
final class ScriptedServer extends Dispatcher implements Served {

  private static final int BODY_BYTES_MAX = 100_000;
  private static final String TEXT = "Look at line 7.";

  private final MockWebServer server = new MockWebServer();
  private final Map<String, String> pages = new HashMap<>();
  private final AtomicInteger answers = new AtomicInteger();
  private final BackendKind kind;
  private final Long capacityTokens;
  private final String choice;
  private final String tooLong;
  private String url = "";

  /** Writes choices that end in some fields, with the reason in place of {@code %s}. */
  ScriptedServer(BackendKind kind, Long capacityTokens, String choice, String tooLong) {
    this.kind = kind;
    this.capacityTokens = capacityTokens;
    this.choice = choice;
    this.tooLong = tooLong;
  }

  /** Adds a page, with its own address in place of {@code %s}. */
  ScriptedServer page(String path, String text) {
    pages.put(path, text);
    return this;
  }

  ScriptedServer start() {
    server.setDispatcher(this);
    try {
      server.start();
      url = server.url("/").toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  @Override
  public MockResponse dispatch(RecordedRequest request) {
    if (request.getTarget().equals("/v1/chat/completions")) {
      return chat(request.getBody().utf8());
    }
    String page = pages.get(request.getTarget());
    return page == null ? answer(404, "Not Found") : answer(200, page.replace("%s", url));
  }

  private MockResponse chat(String body) {
    if (body.length() > BODY_BYTES_MAX) {
      return answer(400, tooLong);
    }
    return answer(200, body.contains("\"stream\":true") ? stream() : plain());
  }

  private String plain() {
    return open("chat.completion")
        + "\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"" + TEXT
        + "\"},"
        + choice.formatted("\"length\"") + "}],"
        + usage() + "}";
  }

  private String stream() {
    return event(delta("\"role\":\"assistant\",\"content\":\"\"", "null"))
        + event(delta("\"content\":\"" + TEXT + "\"", "\"length\""))
        + event(open("chat.completion.chunk") + "\"choices\":[]," + usage() + "}")
        + "data: [DONE]\n\n";
  }

  private String delta(String fields, String reason) {
    return open("chat.completion.chunk") + "\"choices\":[{\"index\":0,\"delta\":{" + fields + "},"
        + choice.formatted(reason) + "}]}";
  }

  private static String open(String object) {
    return "{\"id\":\"1\",\"object\":\"" + object + "\",\"created\":1,\"model\":\"m\",";
  }

  /** Nothing is cached at first, which is not mentioned. */
  private String usage() {
    String details = answers.getAndIncrement() == 0 ? "null" : "{\"cached_tokens\":304}";
    return "\"usage\":{\"prompt_tokens\":318,\"total_tokens\":322,\"completion_tokens\":4,"
        + "\"prompt_tokens_details\":" + details + "}";
  }

  private static String event(String json) {
    return "data: " + json + "\n\n";
  }

  private static MockResponse answer(int status, String body) {
    return new MockResponse.Builder().code(status).body(body).build();
  }

  @Override
  public Backend backend() {
    return Backend.of(kind, url);
  }

  @Override
  public BackendKind detectedKind() {
    return kind;
  }

  @Override
  public Long capacityTokens() {
    return capacityTokens;
  }

  @Override
  public void close() {
    server.close();
  }
}
