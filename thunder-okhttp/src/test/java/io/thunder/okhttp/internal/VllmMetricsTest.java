package io.thunder.okhttp.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.thunder.backend.BackendReading;
import java.io.IOException;
import java.io.InputStream;
import okio.Buffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class VllmMetricsTest {

  @Test
  void read_twoEngines_sumsAndAverages() throws IOException {
    assertThat(page("dp2.txt"))
        .isEqualTo(new BackendReading(
            2 * 290_784L, 16, (6.1e-05 + 0.5) / 2, 8L, 2L, 1_234_568L, 1_000L, 5L));
  }

  @Test
  void read_blocksOfTwoEngines_areASumAlready() throws IOException {
    assertThat(page("dp2-blocks-only.txt"))
        .isEqualTo(new BackendReading((36_350L - 2) * 16, 16, null, null, null, null, null, null));
  }

  @Test
  void read_oldNames_areUnderstood() throws IOException {
    assertThat(page("old-names.txt"))
        .isEqualTo(new BackendReading((2_452L - 1) * 16, 16, 0.25, 1L, 0L, 40L, 30L, null));
  }

  @Test
  void read_oldAndNewNames_areNotAdded() throws IOException {
    assertThat(page("both-names.txt"))
        .isEqualTo(new BackendReading(null, null, 0.25, null, null, 40L, 30L, null));
  }

  @Test
  void read_openMetricsWithoutCacheConfig_leavesCapacityUnknown() throws IOException {
    assertThat(page("openmetrics.txt"))
        .isEqualTo(new BackendReading(null, null, 0.125, 7L, null, 12L, null, null));
  }

  @Test
  void read_moreCacheThanThereCanBe_leavesCapacityUnknown() throws IOException {
    StringBuilder page = new StringBuilder();
    for (int model = 0; model < 20; model++) {
      page.append("vllm:cache_config_info{model_name=\"").append(model);
      page.append("\",block_size=\"999999999\",num_gpu_blocks=\"999999999\"} 1\n");
    }
    assertThat(VllmMetrics.read(new Buffer().writeUtf8(page.toString()), null).capacityTokens())
        .isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "unknown",
      value = {
        "block_size=\"16\",num_gpu_blocks=\"None\" | unknown | 16",
        "block_size=\"None\",num_gpu_blocks=\"100\" | unknown | unknown",
        "num_gpu_blocks=\"100\" | unknown | unknown",
        "user_specified_block_size=\"16\",num_gpu_blocks=\"100\" | unknown | unknown",
        "block_size=\"16\",num_gpu_blocks=\"1\" | unknown | 16",
        "block_size=\"16\",num_gpu_blocks=\"101\" | 1600 | 16",
        "block_size=\"16\",num_gpu_blocks=\"101\",kv_cache_size_tokens=\"None\" | 1600 | 16",
        "block_size=\"16\",num_gpu_blocks=\"101\",kv_cache_size_tokens=\"900\" | 900 | 16",
        "block_size=\"16\",kv_cache_size_tokens=\"900\" | 900 | 16",
        "block_size=\"0\",num_gpu_blocks=\"101\" | unknown | unknown",
        "block_size=\"-1\",num_gpu_blocks=\"99999999999\" | unknown | unknown"
      })
  void read_cacheConfig_isKnownOrUnknownButNeverZero(String labels, Long capacity, Integer block)
      throws IOException {
    BackendReading reading = read("vllm:cache_config_info{" + labels + "} 1.0\n");
    assertThat(reading.capacityTokens()).isEqualTo(capacity);
    assertThat(reading.blockTokens()).isEqualTo(block);
  }

  @Test
  void read_tokensOfOneEngineUnknown_fallsBackToBlocks() throws IOException {
    assertThat(read(config(
                    "0", "kv_cache_size_tokens=\"900\",block_size=\"16\",num_gpu_blocks=\"None\"")
                + config("1", "block_size=\"16\",num_gpu_blocks=\"102\""))
            .capacityTokens())
        .isEqualTo(1_600L);
  }

  @Test
  void read_severalModels_sumsOverThem() throws IOException {
    BackendReading reading = read("""
            vllm:num_requests_waiting{model_name="a"} 2.0
            vllm:num_requests_waiting{model_name="b"} 3.0
            vllm:cache_config_info{engine="0",model_name="a",kv_cache_size_tokens="5"} 1
            vllm:cache_config_info{engine="0",model_name="b",kv_cache_size_tokens="6"} 1
            """);
    assertThat(reading.waiting()).isEqualTo(5);
    assertThat(reading.capacityTokens()).isEqualTo(11);
  }

  @ParameterizedTest
  @ValueSource(strings = {"NaN", "+Inf", "-1.0", "nothing"})
  void read_impossibleValues_areUnknown(String value) throws IOException {
    BackendReading reading =
        read("vllm:kv_cache_usage_perc " + value + "\nvllm:num_requests_running " + value + "\n");
    assertThat(reading).isEqualTo(BackendReading.EMPTY);
  }

  @Test
  void read_oneEngineImpossible_averagesTheOthers() throws IOException {
    BackendReading reading = read("""
            vllm:kv_cache_usage_perc{engine="0"} NaN
            vllm:kv_cache_usage_perc{engine="1"} 0.5
            """);
    assertThat(reading.kvUsage()).isEqualTo(0.5);
  }

  @Test
  void read_metricsWithoutLabels_areUnderstood() throws IOException {
    assertThat(read("vllm:num_requests_running 3.0\n").running()).isEqualTo(3);
  }

  @Test
  void read_otherMetricsOnly_isEmpty() throws IOException {
    assertThat(read("process_open_fds 45.0\nsglang:num_running_reqs 3\n"))
        .isEqualTo(BackendReading.EMPTY);
  }

  @Test
  void read_moreSeriesThanAnyServerHas_keepsABoundedNumber() throws IOException {
    StringBuilder page = new StringBuilder();
    for (int i = 0; i < 20_000; i++) {
      page.append("vllm:num_requests_running{engine=\"").append(i).append("\"} 1\n");
    }
    assertThat(read(page.toString()).running()).isEqualTo(10_000);
  }

  private static String config(String engine, String labels) {
    return "vllm:cache_config_info{engine=\"" + engine + "\"," + labels + "} 1.0\n";
  }

  private static BackendReading read(String page) throws IOException {
    return VllmMetrics.read(new Buffer().writeUtf8(page), null);
  }

  private static BackendReading page(String name) throws IOException {
    try (InputStream page = VllmMetricsTest.class.getResourceAsStream("/metrics/" + name)) {
      return VllmMetrics.read(new Buffer().readFrom(page), null);
    }
  }
}
