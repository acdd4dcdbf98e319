package io.thunder.okhttp.readme;

import static org.assertj.core.api.Assertions.assertThat;

import io.thunder.Program;
import io.thunder.ThunderClient;
import io.thunder.ThunderPools;
import io.thunder.TurnDemand;
import io.thunder.TurnLease;
import io.thunder.backend.Backend;
import io.thunder.chat.ChatMessage;
import io.thunder.chat.ChatRequest;
import io.thunder.chat.ChatResponse;
import io.thunder.chat.Usage;
import io.thunder.okhttp.BackendSources;
import io.thunder.okhttp.OkHttpTransport;
import io.thunder.tokens.TokenIds;
import io.thunder.tokens.TokenRequest;
import io.thunder.tokens.TokenResponse;
import io.thunder.transport.PauseMode;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The samples of README.md, between the markers, as code that compiles and runs. */
final class EmbedSample {

  private EmbedSample() {}

  static void embed(String url) {
    // sample: embed
    try (ThunderClient thunder = ThunderClient.builder()
        .transport(OkHttpTransport.create())
        .backend(Backend.vllm(url))
        .build()) {
      try (Program program = thunder.program("swe-000001")) {
        List<ChatMessage> history = new ArrayList<>();
        history.add(ChatMessage.user("Fix the failing test"));
        for (int turn = 0; turn < 3; turn++) {
          ChatResponse answer = program.chat(history);
          history.add(answer.message());
          history.add(ChatMessage.user(runTool(answer.text())));
        }
      }
    }
    // end of sample
  }

  static void admit(ThunderClient thunder, long promptTokens) {
    // sample: admit
    try (TurnLease lease = thunder.admit("swe-000002", TurnDemand.ofTokens(promptTokens))) {
      Usage usage = send(lease.backend().uri());
      lease.complete(usage);
    }
    // end of sample
  }

  static void fork(ThunderClient thunder, List<ChatMessage> history) {
    // sample: fork
    thunder.chat(
        "swe-000001/search",
        ChatRequest.builder()
            .messages(history)
            .message(ChatMessage.user("Only find the callers of parse()"))
            .parent("swe-000001", history.size())
            .build());
    // end of sample
  }

  static void discover(Path file) {
    // sample: discover
    try (ThunderClient thunder = ThunderClient.builder()
        .transport(OkHttpTransport.create())
        .backends(BackendSources.file(file), Duration.ofSeconds(2))
        .build()) {
      thunder.chat("swe-000003", List.of(ChatMessage.user("Fix the failing test")));
    }
    // end of sample
  }

  static void models(String large, String small) {
    // sample: models
    try (ThunderPools thunder = ThunderPools.builder()
        .transport(OkHttpTransport.create())
        .model("qwen3-32b", Backend.vllm(large))
        .model("qwen3-8b", Backend.sglang(small))
        .alias("fast", "qwen3-8b")
        .defaultModel("qwen3-32b")
        .build()) {
      try (Program program = thunder.program("swe-000004")) {
        List<ChatMessage> task = List.of(ChatMessage.user("Fix the failing test"));
        ChatResponse plan = program.chat(task);
        ChatResponse name = program.chat(ChatRequest.builder()
            .model("fast")
            .messages(task)
            .message(plan.message())
            .build());
        runTool(name.text());
      }
    }
    // end of sample
  }

  static void rollout(ThunderClient thunder, TokenIds prompt) {
    // sample: rollout
    try (Program program = thunder.program("task-7/rollout-3")) {
      TokenIds history = prompt;
      for (int turn = 0; turn < 3; turn++) {
        TokenResponse answer = program.generate(TokenRequest.builder(history)
            .sharedPrefix(prompt.size())
            .maxTokens(1024)
            .logprobs(true)
            .build());
        record(history, answer.tokenIds(), answer.logprobs());
        history = history.plus(answer.tokenIds()).plus(runTool(answer.tokenIds()));
      }
    }
    // end of sample
  }

  static void findModels(List<Backend> backends) {
    // sample: findModels
    try (OkHttpTransport transport = OkHttpTransport.create();
        ThunderPools thunder = ThunderPools.builder()
            .transport(transport)
            .pools(transport.pools(backends).join())
            .defaultModel("qwen3-32b")
            .build()) {
      thunder.chat("swe-000005", List.of(ChatMessage.user("Fix the failing test")));
    }
    // end of sample
  }

  static void syncWeights(ThunderClient thunder) {
    // sample: weights
    thunder.engines().pause(PauseMode.KEEP).join();
    loadNewWeights();
    thunder.engines().flushCaches().join();
    thunder.engines().resume().join();
    // end of sample
  }

  private static void record(TokenIds history, TokenIds answer, double @Nullable [] logprobs) {
    assertThat(history.size()).isPositive();
    assertThat(logprobs).hasSize(answer.size());
  }

  private static TokenIds runTool(TokenIds call) {
    return TokenIds.of(call.size());
  }

  private static void loadNewWeights() {}

  private static String runTool(String call) {
    return "ran " + call;
  }

  private static Usage send(URI server) {
    return new Usage(server.toString().length(), 1, null);
  }
}
