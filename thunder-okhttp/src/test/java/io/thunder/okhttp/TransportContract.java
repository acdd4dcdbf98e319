package io.thunder.okhttp;

import static org.assertj.core.api.Assertions.assertThat;

import io.thunder.backend.Backend;
import io.thunder.chat.ChatMessage;
import io.thunder.chat.ChatRequest;
import io.thunder.transport.CancelSignal;
import io.thunder.transport.Transport;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.junit5.StartStop;
import okio.Buffer;
import org.junit.jupiter.api.AfterEach;

/**
 * What every transport has to do, tried against a fake engine. A suite per topic extends this; a
 * transport extends each suite with a class that says how to create it.
 */
abstract class TransportContract {

  static final String ANSWER =
      "{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion\",\"model\":\"qwen\",\"choices\":["
          + "{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"Hi!\"},"
          + "\"finish_reason\":\"stop\"}],"
          + "\"usage\":{\"prompt_tokens\":9,\"total_tokens\":12,\"completion_tokens\":3}}";

  @StartStop
  final MockWebServer engine = new MockWebServer();

  private Transport transport;

  /** Creates a transport that behaves as told. */
  abstract Transport create(TransportOptions options);

  /** Fails if a response or a connection is still held by a turn. Called after closing. */
  abstract void assertNothingHeld();

  @AfterEach
  void closeTransport() {
    if (transport != null) {
      transport.close();
      assertNothingHeld();
    }
  }

  /** The transport with default options, made once. */
  final Transport transport() {
    return transport == null ? transport(TransportOptions.DEFAULTS) : transport;
  }

  /** The transport of this test, with other options. */
  final Transport transport(TransportOptions options) {
    assertThat(transport).as("made before").isNull();
    transport = create(options);
    return transport;
  }

  final Backend backend() {
    return Backend.vllm(engine.url("/").toString()).withId("gpu1");
  }

  static CancelSignal noCancel() {
    return new CancelSignal();
  }

  static ChatRequest request() {
    return ChatRequest.builder()
        .model("qwen")
        .message(ChatMessage.user("Hello"))
        .build();
  }

  final void answerJson(int status, String body) {
    engine.enqueue(new MockResponse.Builder()
        .code(status)
        .setHeader("Content-Type", "application/json")
        .body(body)
        .build());
  }

  final void answerStream(String events) {
    engine.enqueue(new MockResponse.Builder()
        .setHeader("Content-Type", "text/event-stream; charset=utf-8")
        .chunkedBody(new Buffer().writeUtf8(events), 7)
        .build());
  }

  final RecordedRequest received() {
    try {
      return engine.takeRequest();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  static String bodyOf(RecordedRequest request) {
    return request.getBody().utf8();
  }
}
