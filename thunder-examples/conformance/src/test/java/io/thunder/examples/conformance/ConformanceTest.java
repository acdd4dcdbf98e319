package io.thunder.examples.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.thunder.examples.simulator.EnginePresets;
import io.thunder.examples.simulator.server.Dialect;
import io.thunder.examples.simulator.server.EngineServer;
import io.thunder.examples.simulator.server.EngineServerOptions;
import io.thunder.examples.simulator.server.RouterKind;
import io.thunder.examples.simulator.server.RouterServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class ConformanceTest {

  private static final EngineServerOptions OPTIONS =
      EngineServerOptions.of(EnginePresets.Q8).withSpeed(5);

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @TempDir
  Path folder;

  @Test
  void run_embeddedEngine_supportsEverythingButListsNoRoutes() throws IOException {
    Path json = folder.resolve("findings.json");
    try (EngineServer engine = EngineServer.start(EngineServerOptions.of(EnginePresets.GLM))) {
      assertThat(run("--backend", engine.url(), "--json", json.toString())).isZero();
    }

    assertThat(out()).startsWith("http://").contains("is taken for vllm");
    JsonObject report = JsonParser.parseString(Files.readString(json)).getAsJsonObject();
    assertThat(report.getAsJsonArray("findings")).hasSize(13).allSatisfy(finding -> {
      String ability = finding.getAsJsonObject().get("ability").getAsString();
      assertThat(finding.getAsJsonObject().get("support").getAsString())
          .as(finding.toString())
          .isEqualTo(ability.equals("control") ? "unknown" : "yes");
    });
    assertThat(out()).contains("1 generated, with log-probabilities");
  }

  @ParameterizedTest
  @EnumSource
  void run_twoRanks_areSeenAndAdvisedOn(Dialect dialect) {
    try (EngineServer engine = EngineServer.start(OPTIONS.withDialect(dialect).withRanks(2))) {
      assertThat(run("--backend", engine.url())).isZero();
    }

    assertThat(out())
        .containsPattern("ranks +partly +2 engines")
        .contains("configure ranks(2)")
        .as("asked for one of them")
        .containsPattern("cached tokens +yes");
  }

  @ParameterizedTest
  @EnumSource
  void run_router_keepsOneProgramOnOneServer(RouterKind kind) {
    try (RouterServer router = RouterServer.start(kind, OPTIONS, 2)) {
      assertThat(run("--backend", router.url())).isZero();
    }

    assertThat(out())
        .contains("is taken for " + kind.name().toLowerCase(Locale.ROOT))
        .containsPattern("cached tokens +yes")
        .containsPattern("ranks +yes");
  }

  @Test
  void run_sglang_isToldFromVllm() {
    try (EngineServer engine =
        EngineServer.start(OPTIONS.withSpeed(1).withDialect(Dialect.SGLANG))) {
      assertThat(run("--backend", engine.url())).isZero();
    }

    assertThat(out())
        .contains("is taken for sglang")
        .containsPattern("ranks +yes")
        .containsPattern("gauges move +yes +a running turn is shown, and the cache that it holds")
        .containsPattern("cancelling +yes +.*the cache that it held is free")
        .containsPattern("cached tokens +yes +unknown of a new prompt")
        .containsPattern("refusals +partly +an unknown model is answered");
  }

  @Test
  void run_countsOfCacheNotEnabled_saysHowToEnableThem() {
    try (EngineServer engine =
        EngineServer.start(OPTIONS.withDialect(Dialect.SGLANG).withCachedTokensShown(false))) {
      assertThat(run("--backend", engine.url())).isZero();
    }

    assertThat(out()).containsPattern("cached tokens +no +not in usage.*--enable-cache-report");
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
  void run_portOrKeyThatCannotBe_isWrongUsage() {
    assertThat(run("--backend", "http://gpu1:99999", "--kind", "vllm")).isEqualTo(2);
    Map<String, String> secret = Map.of("THUNDER_API_KEY", "sk-1\nsk-2");
    assertThat(run(secret, new Interruption(), "--backend", "http://gpu1:8000")).isEqualTo(2);

    assertThat(err()).contains("99999", "THUNDER_API_KEY").doesNotContain("sk-");
  }

  @Test
  void run_stopped_saysHowFarItCame() {
    Interruption interruption = new Interruption();
    interruption.stop();
    try (EngineServer engine = EngineServer.start(OPTIONS)) {
      run(Map.of(), interruption, "--backend", engine.url(), "--kind", "vllm");
    }

    assertThat(out()).contains("stopped after 0 of 13 checks");
  }

  @Test
  void run_help_namesEveryOption() {
    assertThat(run("--help")).isZero();
    assertThat(out()).contains("--backend", "--kind", "--model", "--json", "THUNDER_API_KEY");
  }

  private int run(String... args) {
    return run(Map.of(), new Interruption(), args);
  }

  private int run(Map<String, String> environment, Interruption interruption, String... args) {
    return Conformance.run(args, stream(out), stream(err), environment, interruption);
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
