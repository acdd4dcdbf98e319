package io.thunder.okhttp.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryFile;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.thunder.backend.Backend;
import io.thunder.backend.BackendKind;
import io.thunder.backend.BackendReading;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Any bytes as each of the JSON pages that engines and routers show of themselves. */
final class EnginePagesFuzzTest {

  private static final Backend SERVER = Backend.vllm("http://gpu1:8000");

  @MethodSource("io.thunder.okhttp.internal.FuzzSeeds#json")
  @DictionaryFile(resourcePath = "pages.dict")
  @FuzzTest
  void read(byte[] bytes) {
    JsonView page = parse(new String(bytes, StandardCharsets.UTF_8));
    if (page == null) {
      return;
    }
    for (Integer rank : new Integer[] {null, 0, 1}) {
      assertInfo(SglangInfo.of(page, rank));
      assertLoads(SglangLoads.of(page, rank));
      assertReading(SglangProbe.reading(
          SglangLoads.of(page, rank), SglangInfo.of(page, rank), SglangMetrics.EMPTY));
    }
    List<BackendReading> engines = SkyrlProbe.engines(page);
    engines.forEach(EnginePagesFuzzTest::assertReading);
    if (!engines.isEmpty()) {
      assertReading(BackendReading.ofAll(engines));
    }
    assertModels(page);
    assertWorkers(page);
    for (BackendKind router : List.of(BackendKind.SKYRL, BackendKind.SLIME)) {
      assertServers(router, page);
    }
  }

  private static JsonView parse(String text) {
    try {
      return JsonView.parse(text);
    } catch (MalformedException e) {
      assertWords(e);
      return null;
    }
  }

  private static void assertInfo(SglangInfo info) {
    assertThat(info.capacityTokens() == null || info.capacityTokens() > 0).isTrue();
    assertThat(info.pageTokens() == null || info.pageTokens() > 0).isTrue();
  }

  private static void assertLoads(SglangLoads loads) {
    assertCounts(loads.capacityTokens(), loads.running(), loads.waiting());
    Double usage = loads.usage();
    assertThat(usage == null || (usage >= 0 && usage <= Double.MAX_VALUE))
        .as("usage %s", usage)
        .isTrue();
  }

  /** What the scheduler is told, whoever says it. */
  static void assertReading(BackendReading reading) {
    assertCounts(
        reading.capacityTokens(),
        reading.running(),
        reading.waiting(),
        reading.prefixQueryTokens(),
        reading.prefixHitTokens(),
        reading.preemptions());
    assertThat(reading.blockTokens() == null || reading.blockTokens() > 0).isTrue();
    Double usage = reading.kvUsage();
    assertThat(usage == null || (usage >= 0 && usage <= 1))
        .as("usage %s", usage)
        .isTrue();
  }

  private static void assertCounts(Long... counts) {
    assertThat(Stream.of(counts).filter(Objects::nonNull)).allMatch(count -> count >= 0);
  }

  private static void assertModels(JsonView page) {
    assertThat(Models.owner(page)).isNotNull();
    ServedModels served = ServedModels.of(SERVER, Models.ids(page));
    assertThat(served.names()).noneMatch(String::isBlank);
    if (served.names().isEmpty()) {
      return;
    }
    ServedModels fewer =
        ServedModels.of(SERVER.withId("other"), served.names().stream().limit(1).toList());
    try {
      assertThat(ServedModels.pools(List.of(served, fewer))).isNotEmpty();
    } catch (IllegalStateException e) {
      assertWords(e);
    }
  }

  /** Those that can be asked are some of all, and are noted as what they are. */
  private static void assertWorkers(JsonView page) {
    List<Worker> workers = read(() -> Workers.of(page));
    List<Worker> all = read(() -> Workers.all(page));
    if (workers == null) {
      assertThat(all == null || all.isEmpty()).isTrue();
      return;
    }
    assertThat(Workers.lists(page)).isTrue();
    assertThat(workers).doesNotHaveDuplicates().containsAll(all == null ? List.of() : all);
    Map<Worker, BackendReading> answers = new HashMap<>();
    for (Worker worker : workers) {
      assertThat(worker.uri().getHost()).isNotNull();
      assertThat(worker.uri().getRawUserInfo()).isNull();
      assertThat(worker.rank() == null || worker.rank() >= 0).isTrue();
      answers.put(worker, BackendReading.ofCapacity(1));
    }
    ServersSeen seen = ServersSeen.after(ServersSeen.after(null, answers), Map.of());
    ServersSeen gone = ServersSeen.after(ServersSeen.after(seen, Map.of()), answers);
    assertThat(gone.cachesLost()).isEqualTo(workers.isEmpty() ? 0.0 : 1.0);
  }

  /** What can be asked can be a backend, too. */
  private static void assertServers(BackendKind router, JsonView page) {
    Page<JsonView> ok = new Page<>(200, page, null);
    List<Backend> servers = read(() -> RouterServers.of(router, ok));
    List<URI> roots = read(() -> RouterServers.roots(router, ok));
    if (servers != null && roots != null) {
      assertThat(roots.stream().map(URI::getAuthority))
          .containsAll(
              servers.stream().map(server -> server.uri().getAuthority()).toList());
    }
  }

  /** Null if a page is refused with words. */
  private static <T> T read(Supplier<T> reader) {
    try {
      return reader.get();
    } catch (DownException e) {
      assertWords(e);
      return null;
    }
  }

  private static void assertWords(Exception e) {
    assertThat(e.getMessage()).isNotBlank().hasSizeLessThan(1_000);
  }
}
