package io.thunder.okhttp;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import io.thunder.backend.Backend;
import io.thunder.chat.ChatMessage;
import io.thunder.chat.ChatRequest;
import io.thunder.transport.CancelSignal;
import java.util.List;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.junit5.StartStop;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Prompts that take many writes to the socket. */
@Timeout(60)
final class LongPromptTest {

  private static final String PROMPT = "for x in range(10):\n\tprint(\"x\")\n".repeat(30_000);

  @StartStop
  final MockWebServer engine = new MockWebServer();

  /** Under HTTP/2 the engine says how much more it takes, and may wait for all that was written. */
  @ParameterizedTest
  @EnumSource(names = {"HTTP_1_1", "H2_PRIOR_KNOWLEDGE"})
  void chat_promptOfAMegabyte_arrivesWhole(Protocol protocol) throws InterruptedException {
    engine.setProtocols(List.of(protocol));
    OkHttpClient client =
        new OkHttpClient.Builder().protocols(List.of(protocol)).build();
    try (OkHttpTransport transport = OkHttpTransport.builder().client(client).build()) {
      for (int turn = 0; turn < 3; turn++) {
        engine.enqueue(new MockResponse.Builder().body(TransportContract.ANSWER).build());
        ChatRequest request = ChatRequest.of(List.of(ChatMessage.user(PROMPT)));
        Backend backend = Backend.vllm(engine.url("/").toString());

        assertThat(transport.chat(backend, request, new CancelSignal()).text()).isEqualTo("Hi!");
        assertThat(content(engine.takeRequest())).isEqualTo(PROMPT);
      }
    }
  }

  private static String content(RecordedRequest request) {
    return JsonParser.parseString(request.getBody().utf8())
        .getAsJsonObject()
        .getAsJsonArray("messages")
        .get(0)
        .getAsJsonObject()
        .get("content")
        .getAsString();
  }
}
