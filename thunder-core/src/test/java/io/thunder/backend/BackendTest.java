package io.thunder.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

final class BackendTest {

  @ParameterizedTest
  @EnumSource(
      value = BackendKind.class,
      names = {"SKYRL", "SLIME"})
  void ranks_ofARouter_areRefused(BackendKind router) {
    Backend backend = Backend.of(router, "http://router:1");

    assertThatThrownBy(() -> backend.ranks(2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("router:1#0 is a " + router + " router");
  }

  @ParameterizedTest
  @CsvSource({
    "http://gpu1:8000, http://gpu1:8000, gpu1:8000",
    "http://gpu1:8000/, http://gpu1:8000, gpu1:8000",
    "http://gpu1:8000/v1, http://gpu1:8000, gpu1:8000",
    "http://gpu1:8000/v1//, http://gpu1:8000, gpu1:8000",
    "' http://gpu1:8000 ', http://gpu1:8000, gpu1:8000",
    "https://gpu1/models/a/v1, https://gpu1/models/a, gpu1/models/a",
    "http://10.0.0.7, http://10.0.0.7, 10.0.0.7",
    "http://[::1]:8000/v1, http://[::1]:8000, [::1]:8000",
    "http://gpu1:8000/v1#part, http://gpu1:8000, gpu1:8000",
    "HTTP://gpu1:8000/v10, HTTP://gpu1:8000/v10, gpu1:8000/v10"
  })
  void vllm_url_isNormalised(String url, String uri, String id) {
    Backend backend = Backend.vllm(url);

    assertThat(backend.uri()).isEqualTo(URI.create(uri));
    assertThat(backend.id()).hasToString(id);
    assertThat(backend.kind()).isEqualTo(BackendKind.VLLM);
    assertThat(backend.capacityTokens()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "gpu1",
        "gpu1:8000",
        "ftp://gpu1",
        "http://",
        "http:///v1",
        "//gpu1:8000",
        "http://gpu 1:8000",
        "http://gpu1:8000?x=1",
        "http://gpu1:65536"
      })
  void vllm_noHttpUrl_isRefused(String url) {
    assertThatThrownBy(() -> Backend.vllm(url)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://user:secret@gpu1:8000",
        "http://user:se/secret@gpu1:8000",
        "http://user:se@secret@gpu1:8000",
        "http://user:secret @gpu1:8000",
        "http://user:secret@gpu 1:8000",
        "http://user:secret@gpu_1:8000",
        "ftp://user:secret@gpu1",
        "user:secret@gpu1:8000",
        "http:user:secret@gpu1",
        "//user:secret@gpu1",
        "http://gpu1:8000?key=secret",
        "http://gpu 1:8000?key=secret"
      })
  void vllm_urlWithSecret_isRefusedWithoutEchoingIt(String url) {
    Throwable refusal = Assertions.catchThrowable(() -> Backend.vllm(url));

    assertThat(refusal).isInstanceOf(IllegalArgumentException.class);
    StringWriter trace = new StringWriter();
    refusal.printStackTrace(new PrintWriter(trace));
    assertThat(trace.toString()).doesNotContain("secret");
  }

  @Test
  void vllm_hostWithUnderscore_saysWhatIsWrong() {
    assertThatThrownBy(() -> Backend.vllm("http://gpu_1:8000"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("gpu_1");
  }

  @Test
  void with_nameAndCapacity_keepsTheRest() {
    Backend backend = Backend.vllm("http://gpu1:8000").withId("first").withCapacityTokens(7);

    assertThat(backend)
        .isEqualTo(new Backend(
            new BackendId("first"), BackendKind.VLLM, URI.create("http://gpu1:8000"), 7, null));
  }

  @Test
  void withCapacityTokens_negative_isRefusedWithNumbers() {
    Backend backend = Backend.vllm("http://gpu1:8000");

    assertThatThrownBy(() -> backend.withCapacityTokens(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("gpu1:8000", "-1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  "})
  void id_blank_isRefused(String value) {
    assertThatThrownBy(() -> new BackendId(value)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(longs = {0, -1, Long.MIN_VALUE})
  void reading_impossibleCapacity_isUnknown(Long capacity) {
    assertThat(new BackendReading(capacity, null, null, null, null, null, null, null))
        .isEqualTo(BackendReading.EMPTY);
  }

  @ParameterizedTest
  @ValueSource(
      doubles = {-0.001, 1.001, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void reading_impossibleUsage_isUnknown(double usage) {
    assertThat(new BackendReading(null, null, usage, null, null, null, null, null).kvUsage())
        .isNull();
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, Long.MIN_VALUE})
  void reading_negativeCounts_areUnknown(long count) {
    assertThat(new BackendReading(null, null, null, count, count, count, count, count))
        .isEqualTo(BackendReading.EMPTY);
  }

  @Test
  void reading_moreRequestsThanThereCanBe_areUnknown() {
    long many = TokenCounts.MAX + 1;

    assertThat(new BackendReading(null, null, null, many, many, many, many, many))
        .isEqualTo(new BackendReading(null, null, null, null, null, many, many, many));
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.25, Double.NaN, Double.POSITIVE_INFINITY})
  void reading_impossibleLossOfCaches_isUnknown(double times) {
    assertThat(BackendReading.EMPTY.withCachesLost(times)).isEqualTo(BackendReading.EMPTY);
    assertThat(BackendReading.EMPTY.withCachesLost(1.25).cachesLost()).isEqualTo(1.25);
  }

  @Test
  void reading_possibleValues_areKept() {
    BackendReading reading = new BackendReading(1L, 1, 1.0, 0L, 0L, 0L, 0L, 0L);

    assertThat(reading.capacityTokens()).isEqualTo(1);
    assertThat(reading.blockTokens()).isEqualTo(1);
    assertThat(reading.kvUsage()).isEqualTo(1.0);
    assertThat(reading.running()).isZero();
    assertThat(new BackendReading(null, 0, 0.0, null, null, null, null, null).blockTokens())
        .isNull();
    assertThat(BackendReading.ofCapacity(9).capacityTokens()).isEqualTo(9);
  }

  @Test
  void ranks_several_keepTheRestUnderNamesOfTheirOwn() {
    List<Backend> ranks =
        Backend.sglang("http://gpu1:8000").withCapacityTokens(7).ranks(2);

    assertThat(ranks)
        .extracting(Backend::id)
        .extracting(BackendId::value)
        .containsExactly("gpu1:8000#0", "gpu1:8000#1");
    assertThat(ranks).extracting(Backend::dataParallelRank).containsExactly(0, 1);
    assertThat(ranks).allMatch(rank -> rank.kind() == BackendKind.SGLANG);
    assertThat(ranks).allMatch(rank -> rank.capacityTokens() == 7);
    assertThat(ranks.get(1).withId("b").withCapacityTokens(8).dataParallelRank())
        .isEqualTo(1);
  }

  @Test
  void ranks_none_isRefusedWithNumbers() {
    Backend backend = Backend.vllm("http://gpu1:8000");

    assertThatThrownBy(() -> backend.ranks(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("gpu1:8000")
        .hasMessageContaining("was 0");
  }

  @Test
  void of_eachKind_isThatKind() {
    assertThat(List.of(
            Backend.vllm("http://a:1"),
            Backend.sglang("http://a:1"),
            Backend.skyrl("http://a:1"),
            Backend.slime("http://a:1"),
            Backend.openAi("http://a:1")))
        .extracting(Backend::kind)
        .containsExactly(BackendKind.values());
  }
}
