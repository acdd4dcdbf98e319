package io.thunder.examples.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.thunder.examples.simulator.EnginePresets;
import io.thunder.examples.simulator.server.EngineServer;
import io.thunder.examples.simulator.server.EngineServerOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ConformanceTest {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @TempDir
  Path folder;

  @Test
  void run_embeddedEngine_supportsEverythingButTokens() throws IOException {
    Path json = folder.resolve("findings.json");
    try (EngineServer engine =
        EngineServer.start(EngineServerOptions.of(EnginePresets.GLM).withSpeed(2))) {
      assertThat(run("--backend", engine.url(), "--json", json.toString())).isZero();
    }

    assertThat(out()).startsWith("http://").contains("is taken for vllm");
    JsonObject report = JsonParser.parseString(Files.readString(json)).getAsJsonObject();
    assertThat(report.getAsJsonArray("findings")).hasSize(11).allSatisfy(finding -> {
      boolean tokens = finding.getAsJsonObject().get("ability").getAsString().equals("token ids");
      assertThat(finding.getAsJsonObject().get("support").getAsString())
          .as(finding.toString())
          .isEqualTo(tokens ? "no" : "yes");
    });
    assertThat(out()).contains("takes token ids, and is there with vLLM since November 2025");
  }

  @Test
  void run_nobodyListens_saysSo() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }

    assertThat(run("--backend", "http://127.0.0.1:" + port)).isEqualTo(1);
    assertThat(err())
        .startsWith("conformance: no engine that is known answers at 127.0.0.1:" + port);
  }

  @Test
  void run_deadServerOfAKnownKind_isNotUsable() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }

    assertThat(run("--backend", "http://127.0.0.1:" + port, "--kind", "sglang")).isEqualTo(1);
    assertThat(out()).contains("health         no").contains("answers        no");
  }

  @Test
  void run_wrongOptions_areRefused() {
    assertThat(run()).isEqualTo(2);
    assertThat(run("--backend", "gpu1")).isEqualTo(2);
    assertThat(run("--backend", "http://gpu1:8000", "--kind", "abacus")).isEqualTo(2);
    assertThat(run("--backend", "http://gpu1:8000", "--json", "/no/such/folder/x"))
        .isEqualTo(2);
    assertThat(err())
        .contains("--backend")
        .contains("gpu1")
        .contains("abacus")
        .contains("/no/such");
  }

  @Test
  void run_help_namesEveryOption() {
    assertThat(run("--help")).isZero();
    assertThat(out()).contains("--backend", "--kind", "--model", "--json", "THUNDER_API_KEY");
  }

  private int run(String... args) {
    return Conformance.run(args, stream(out), stream(err), Map.of());
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }

  private String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private String err() {
    return err.toString(StandardCharsets.UTF_8);
  }
}
