package io.thunder.okhttp.internal;

import static org.assertj.core.api.Assertions.assertThat;

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
        .containsExactly(URI.create("http://a:1"), URI.create("http://b:2"));
  }

  @Test
  void of_brokenUrl_isLeftOut() throws MalformedException {
    assertThat(Workers.of(JsonView.parse("{\"servers\":[\"http://a b\"]}"))).isEmpty();
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
