package io.thunder.okhttp.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class WorkersTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"servers\":[\"http://a:1\",\"http://b:2/\"]}",
        "{\"urls\":[\"http://a:1\",\"http://b:2\"]}",
        "{\"workers\":[{\"id\":\"x\",\"url\":\"http://a:1\"},{\"url\":\"http://b:2\"}]}",
        "{\"workers\":[\"http://a:1\",{\"id\":\"no url\"},null,7,\"grpc://c:3\",\"http://b:2\"]}"
      })
  void of_lists_areUnderstood(String page) throws MalformedException {
    assertThat(Workers.of(JsonView.parse(page)))
        .extracting(Worker::uri)
        .containsExactly(URI.create("http://a:1"), URI.create("http://b:2"));
  }

  @Test
  void of_dataParallelRanks_areTold() throws MalformedException {
    String page = "{\"workers\":[{\"url\":\"http://a:1@0\"},{\"url\":\"http://a:1@1\"},"
        + "{\"url\":\"http://a:1@1\"},{\"url\":\"http://b:2\",\"worker_type\":\"decode\"}]}";

    assertThat(Workers.of(JsonView.parse(page)))
        .containsExactly(
            new Worker(URI.create("http://a:1"), 0, ""),
            new Worker(URI.create("http://a:1"), 1, ""),
            new Worker(URI.create("http://b:2"), null, "decode"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://a b",
        "http://me:secret@a:1",
        "http://",
        "http:",
        "http://a:x",
        "http://a:99999",
        "http://a:1?q"
      })
  void of_urlThatIsNotToBeAsked_isLeftOut(String url) throws MalformedException {
    String page = "{\"servers\":[\"" + url + "\",\"http://good:1\"]}";

    assertThat(Workers.of(JsonView.parse(page)))
        .extracting(Worker::uri)
        .containsExactly(URI.create("http://good:1"));
  }

  @Test
  void of_endlessUrl_isLeftOutAtOnce() throws MalformedException {
    String page = "{\"servers\":[\"http:" + "/".repeat(8_000_000) + "x\",\"http://good:1\"]}";

    assertThat(Workers.of(JsonView.parse(page))).hasSize(1);
  }

  @Test
  void of_noneThatCanBeAsked_isAFailure() throws MalformedException {
    JsonView page = JsonView.parse("{\"workers\":[{\"url\":\"grpc://a:1\"}]}");

    assertThatThrownBy(() -> Workers.of(page))
        .isInstanceOf(DownException.class)
        .hasMessage("none of 1 servers has an http URL");
  }

  @Test
  void of_emptyList_isEmpty() throws MalformedException {
    assertThat(Workers.of(JsonView.parse("{\"workers\":[]}"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "[]", "\"servers\"", "{\"servers\":{}}", "{\"models\":[]}"})
  void of_noList_isNull(String page) throws MalformedException {
    assertThat(Workers.of(JsonView.parse(page))).isNull();
  }

  @Test
  void of_noPage_isNull() {
    assertThat(Workers.of(null)).isNull();
  }
}
