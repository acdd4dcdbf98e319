package io.thunder.okhttp.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code /v1/loads} and {@code /server_info} of SGLang say. */
final class SglangPagesTest {

  private static final String LOADS = """
      {"version":"0.5.18","loads":[
        {"dp_rank":0,"num_running_reqs":5,"num_waiting_reqs":2,"num_used_tokens":400,
         "max_total_num_tokens":1000,"token_usage":0.4},
        {"dp_rank":1,"num_running_reqs":1,"num_waiting_reqs":0,"num_used_tokens":0,
         "max_total_num_tokens":1000}]}
      """;

  @Test
  void loads_twoRanks_areAdded() throws MalformedException {
    assertThat(loads(LOADS, null)).isEqualTo(new SglangLoads(2000L, 0.2, 6L, 2L));
  }

  @Test
  void loads_oneRank_isThatOne() throws MalformedException {
    assertThat(loads(LOADS, 0)).isEqualTo(new SglangLoads(1000L, 0.4, 5L, 2L));
    assertThat(loads(LOADS, 7)).isEqualTo(new SglangLoads(null, null, null, null));
  }

  @Test
  void loads_aRankThatDoesNotSay_isUnknownOfAll() throws MalformedException {
    String page = """
        {"loads":[{"num_running_reqs":5,"max_total_num_tokens":10},{"num_running_reqs":1}]}
        """;

    assertThat(loads(page, null)).isEqualTo(new SglangLoads(null, null, 6L, null));
  }

  @Test
  void loads_moreThanThereCanBe_isUnknown() throws MalformedException {
    String rank = "{\"num_running_reqs\":9223372036854775807,\"num_waiting_reqs\":1}";

    assertThat(loads("{\"loads\":[" + rank + "," + rank + "]}", null))
        .isEqualTo(new SglangLoads(null, null, null, 2L));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{}", "[]", "7", "{\"loads\":[]}", "{\"loads\":{}}", "{\"loads\":[null,3]}"})
  void loads_nothingUsable_isUnknown(String page) throws MalformedException {
    assertThat(loads(page, null)).isEqualTo(new SglangLoads(null, null, null, null));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "unknown",
      value = {
        "{'max_total_num_tokens':100,'page_size':16} | unknown | 100 | 16",
        "{'max_total_num_tokens':100,'dp_size':4} | unknown | 400 | unknown",
        "{'max_total_num_tokens':100,'dp_size':4} | 2 | 100 | unknown",
        "{'internal_states':[{'memory_usage':{'token_capacity':70}}]} | unknown | 70 | unknown",
        "{'max_total_num_tokens':9,'dp_size':2,'internal_states':[{'memory_usage':"
            + "{'token_capacity':7}},{'memory_usage':{'token_capacity':8}}]} | unknown | 15 | unknown",
        "{'max_total_num_tokens':9,'dp_size':2,'internal_states':[{'memory_usage':"
            + "{'token_capacity':7}},{'memory_usage':{'token_capacity':8}}]} | 1 | 8 | unknown",
        "{'max_total_num_tokens':9,'dp_size':2,'internal_states':[{'memory_usage':"
            + "{'token_capacity':7}}]} | unknown | 18 | unknown",
        "{'max_total_num_tokens':0,'page_size':0} | unknown | unknown | unknown",
        "{'max_total_num_tokens':null,'page_size':null} | unknown | unknown | unknown",
        "{'internal_states':[3,null]} | unknown | unknown | unknown",
        "[] | unknown | unknown | unknown"
      })
  void info_capacity_isOfAllRanksOrOfOne(String page, Integer rank, Long capacity, Integer tokens)
      throws MalformedException {
    assertThat(SglangInfo.of(JsonView.parse(page.replace('\'', '"')), rank))
        .isEqualTo(new SglangInfo(capacity, tokens, null));
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "unknown",
      value = {"true, true", "false, false", "null, unknown", "1, unknown"})
  void info_orderOfPriorities_isAsItSays(String value, Boolean lowerFirst)
      throws MalformedException {
    String page = "{\"schedule_low_priority_values_first\":" + value + "}";

    assertThat(SglangInfo.of(JsonView.parse(page), null))
        .isEqualTo(new SglangInfo(null, null, lowerFirst));
  }

  private static SglangLoads loads(String page, Integer rank) throws MalformedException {
    return SglangLoads.of(JsonView.parse(page), rank);
  }
}
