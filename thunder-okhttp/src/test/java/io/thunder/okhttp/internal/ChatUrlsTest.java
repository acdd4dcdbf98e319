package io.thunder.okhttp.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.thunder.backend.Backend;
import org.junit.jupiter.api.Test;

final class ChatUrlsTest {

  private final ChatUrls urls = new ChatUrls();

  @Test
  void of_oneBackend_isParsedOnce() {
    Backend backend = Backend.vllm("http://gpu1:8000/v1");
    assertThat(urls.of(backend)).hasToString("http://gpu1:8000/v1/chat/completions");
    assertThat(urls.of(backend.withId("other"))).isSameAs(urls.of(backend));
  }

  @Test
  void of_moreBackendsThanAreKept_isStillRight() {
    for (int i = 0; i < 2 * ChatUrls.URLS_MAX; i++) {
      String root = "http://gpu" + i;
      assertThat(urls.of(Backend.vllm(root))).hasToString(root + "/v1/chat/completions");
    }
    assertThat(urls.size()).isLessThanOrEqualTo(ChatUrls.URLS_MAX);
  }
}
