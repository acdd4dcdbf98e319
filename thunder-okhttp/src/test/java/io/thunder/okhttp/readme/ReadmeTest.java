package io.thunder.okhttp.readme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.thunder.ThunderClient;
import io.thunder.backend.Backend;
import io.thunder.chat.ChatMessage;
import io.thunder.okhttp.OkHttpTransport;
import io.thunder.tokens.TokenIds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.junit5.StartStop;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The samples of README.md are the code of {@link EmbedSample}, and work. */
final class ReadmeTest {

  private static final String ANSWER = """
      {"id":"c1","object":"chat.completion","model":"m","choices":[{"index":0,"finish_reason":"stop",
      "message":{"role":"assistant","content":"ls"}}],
      "usage":{"prompt_tokens":9,"completion_tokens":1,"total_tokens":10}}""";

  private static final String MODELS = """
      {"object":"list","data":[{"id":"qwen3-32b","object":"model","owned_by":"vllm"}]}""";

  private static final String TOKENS = """
      {"request_id":"g1","choices":[{"index":0,"token_ids":[7],"finish_reason":"stop",
      "logprobs":{"content":[{"token_id":7,"logprob":-0.5}]}}]}""";

  @StartStop
  private final MockWebServer server = new MockWebServer();

  @Test
  void readme_samples_areTheCompiledOnes() throws IOException {
    String readme = Files.readString(Path.of("../README.md"));
    String source =
        Files.readString(Path.of("src/test/java/io/thunder/okhttp/readme/EmbedSample.java"));
    Pattern sample = Pattern.compile("// sample: \\w+\n(.*?) *// end of sample", Pattern.DOTALL);

    assertThat(sample.matcher(source).results().map(ReadmeTest::unindented))
        .hasSize(8)
        .allSatisfy(code -> assertThat(readme).contains("```java\n" + code + "```"));
  }

  @Test
  void embed_threeTurns_sendsTheGrowingHistory() throws InterruptedException {
    server.setDispatcher(new OneAnswer());

    EmbedSample.embed(server.url("/").toString());

    long turns = 0;
    for (int i = server.getRequestCount(); i > 0; i--) {
      turns += "/v1/chat/completions".equals(server.takeRequest().getTarget()) ? 1 : 0;
    }
    assertThat(turns).isEqualTo(3);
  }

  @Test
  void fork_subAgent_sendsTheHistoryAndNotItsParent() throws InterruptedException {
    server.setDispatcher(new OneAnswer());
    try (ThunderClient thunder = ThunderClient.builder()
        .transport(OkHttpTransport.create())
        .backend(Backend.vllm(server.url("/").toString()))
        .build()) {
      EmbedSample.fork(thunder, List.of(ChatMessage.user("Fix the failing test")));
    }

    assertThat(bodies(server))
        .singleElement()
        .asString()
        .contains("Fix the failing test", "Only find the callers")
        .doesNotContain("parent", "swe-000001");
  }

  @Test
  void admit_lease_isEndedOnce() {
    try (ThunderClient thunder = ThunderClient.builder()
        .backend(Backend.vllm("http://127.0.0.1:9").withCapacityTokens(1_000))
        .build()) {
      EmbedSample.admit(thunder, 100);

      assertThat(thunder.snapshot().program("swe-000002"))
          .hasValueSatisfying(program -> assertThat(program.turnsEnded()).isEqualTo(1));
    }
  }

  @Test
  void discover_file_sendsTurnsToWhatItLists(@TempDir Path folder) throws IOException {
    server.setDispatcher(new OneAnswer());
    Path file = folder.resolve("backends.txt");
    Files.writeString(file, "vllm " + server.url("/"));

    assertThatCode(() -> EmbedSample.discover(file)).doesNotThrowAnyException();
  }

  @Test
  void models_programOfTwo_sendsEachTurnToItsModel() throws Exception {
    try (MockWebServer small = new MockWebServer()) {
      server.setDispatcher(new OneAnswer());
      small.setDispatcher(new OneAnswer());
      small.start();

      EmbedSample.models(server.url("/").toString(), small.url("/").toString());

      assertThat(bodies(server)).singleElement().asString().contains("\"model\":\"qwen3-32b\"");
      assertThat(bodies(small)).singleElement().asString().contains("\"model\":\"qwen3-8b\"");
    }
  }

  @Test
  void findModels_backend_isAskedForThem() throws InterruptedException {
    server.setDispatcher(new OneAnswer());

    EmbedSample.findModels(List.of(Backend.vllm(server.url("/").toString())));

    assertThat(bodies(server)).singleElement().asString().contains("\"model\":\"qwen3-32b\"");
  }

  /** Of the requests so far, those that have one. */
  private static List<String> bodies(MockWebServer server) throws InterruptedException {
    List<String> bodies = new ArrayList<>();
    for (int i = server.getRequestCount(); i > 0; i--) {
      RecordedRequest request = server.takeRequest();
      if (request.getBody() != null && request.getBody().size() > 0) {
        bodies.add(request.getBody().utf8());
      }
    }
    return bodies;
  }

  @Test
  void rollout_threeTurns_sendsTheGrowingHistoryInTokens() throws InterruptedException {
    server.setDispatcher(new OneAnswer());
    try (ThunderClient thunder = client()) {
      EmbedSample.rollout(thunder, TokenIds.of(1, 2));
    }

    assertThat(posts("/inference/v1/generate"))
        .extracting(body -> body.replaceAll(".*\"token_ids\":(\\[[^]]*\\]).*", "$1"))
        .containsExactly("[1,2]", "[1,2,7,1]", "[1,2,7,1,7,1]");
  }

  @Test
  void syncWeights_oneEngine_isPausedFlushedAndResumed() throws InterruptedException {
    server.setDispatcher(new OneAnswer());
    try (ThunderClient thunder = client()) {
      EmbedSample.syncWeights(thunder);
    }

    List<String> posted = new ArrayList<>();
    for (int i = server.getRequestCount(); i > 0; i--) {
      RecordedRequest request = server.takeRequest();
      if (request.getMethod().equals("POST")) {
        posted.add(request.getUrl().encodedPath());
      }
    }
    assertThat(posted).containsExactly("/pause", "/reset_prefix_cache", "/resume");
  }

  private ThunderClient client() {
    return ThunderClient.builder()
        .transport(OkHttpTransport.create())
        .backend(Backend.vllm(server.url("/").toString()))
        .build();
  }

  /** The bodies that were sent to a route. */
  private List<String> posts(String route) throws InterruptedException {
    List<String> bodies = new ArrayList<>();
    for (int i = server.getRequestCount(); i > 0; i--) {
      RecordedRequest request = server.takeRequest();
      if (route.equals(request.getTarget())) {
        bodies.add(request.getBody().utf8());
      }
    }
    return bodies;
  }

  private static String unindented(MatchResult sample) {
    return sample.group(1).indent(-4);
  }

  /** Answers every turn alike, and every probe. */
  private static final class OneAnswer extends Dispatcher {

    @Override
    public MockResponse dispatch(RecordedRequest request) {
      String page =
          switch (String.valueOf(request.getTarget())) {
            case "/v1/chat/completions" -> ANSWER;
            case "/inference/v1/generate" -> TOKENS;
            case "/v1/models" -> MODELS;
            default -> "";
          };
      return new MockResponse.Builder().body(page).build();
    }
  }
}
