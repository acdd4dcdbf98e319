package io.thunder.okhttp.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import okio.Buffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SglangMetricsTest {

  private static final String TWO_RANKS = """
      sglang:max_total_num_tokens{dp_rank="0",engine_type="unified",tp_rank="0"} 1000.0
      sglang:max_total_num_tokens{dp_rank="1",engine_type="unified",tp_rank="1"} 1000.0
      sglang:num_running_reqs{dp_rank="1",priority="",tp_rank="1"} 5.0
      sglang:num_running_reqs{dp_rank="1",priority="3",tp_rank="1"} 4.0
      sglang:num_running_reqs{dp_rank="0",priority="",tp_rank="0"} 2.0
      sglang:num_queue_reqs{dp_rank="0",tp_rank="0"} 1.0
      sglang:num_queue_reqs{dp_rank="1",tp_rank="1"} 6.0
      sglang:token_usage{dp_rank="0",tp_rank="0"} 6.1e-05
      sglang:token_usage{dp_rank="1",tp_rank="1"} 0.5
      sglang:page_size{dp_rank="0",tp_rank="0"} 64.0
      sglang:page_size{dp_rank="1",tp_rank="1"} 64.0
      """;

  @Test
  void read_twoRanks_sumsAndAverages() throws IOException {
    assertThat(read(TWO_RANKS, null))
        .isEqualTo(new SglangMetrics(2000L, 64, (6.1e-05 + 0.5) / 2, 7L, 7L, null, null, null));
  }

  @Test
  void read_oneRank_leavesTheOtherOut() throws IOException {
    assertThat(read(TWO_RANKS, 1))
        .isEqualTo(new SglangMetrics(1000L, 64, 0.5, 5L, 6L, null, null, null));
  }

  @Test
  void read_everyTensorParallelRank_countsOnce() throws IOException {
    String page = """
        sglang:num_running_reqs{pp_rank="0",tp_rank="1"} 9.0
        sglang:num_running_reqs{pp_rank="0",tp_rank="0"} 3.0
        sglang:num_running_reqs{pp_rank="1",tp_rank="0"} 8.0
        sglang:num_running_reqs{pp_rank="0",tp_rank="10"} 9.0
        """;

    assertThat(read(page, null).running()).isEqualTo(3);
  }

  @Test
  void read_gateway_sumsItsWorkers() throws IOException {
    String page = """
        sglang_num_running_reqs{tp_rank="0",worker_addr="http://a:1"} 4

        sglang_num_running_reqs{tp_rank="0",worker_addr="http://b:1"} 2
        sglang_cached_tokens_total{cache_source="device",worker_addr="http://a:1"} 100
        sglang_cached_tokens_total{cache_source="host",worker_addr="http://a:1"} 10
        sglang_prompt_tokens_total{worker_addr="http://a:1"} 300
        sglang_num_retracted_requests_total{worker_addr="http://a:1"} 2
        """;

    assertThat(read(page, null))
        .isEqualTo(new SglangMetrics(null, null, null, 6L, null, 300L, 110L, 2L));
  }

  @Test
  void read_oldNames_areUnderstoodButNotAdded() throws IOException {
    String page = """
        sglang:num_requests_running{name="m"} 4.0
        sglang:num_requests_waiting{name="m"} 3.0
        sglang:num_queue_reqs{model_name="m"} 1.0
        """;

    SglangMetrics metrics = read(page, null);
    assertThat(metrics.running()).isEqualTo(4);
    assertThat(metrics.waiting()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "sglang:",
        "sglang",
        "sglang:num_running_reqs NaN",
        "sglang:num_running_reqs -1",
        "sglang:num_running_reqs +Inf",
        "sglangXnum_running_reqs 1",
        "vllm:num_running_reqs 1"
      })
  void read_nothingUsable_isUnknown(String page) throws IOException {
    assertThat(read(page, null)).isEqualTo(SglangMetrics.EMPTY);
  }

  private static SglangMetrics read(String page, Integer rank) throws IOException {
    return SglangMetrics.read(new Buffer().writeUtf8(page), rank);
  }
}
