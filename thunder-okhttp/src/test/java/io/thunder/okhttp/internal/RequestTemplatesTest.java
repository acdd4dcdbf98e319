package io.thunder.okhttp.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.thunder.backend.Backend;
import okhttp3.Headers;
import okhttp3.Request;
import org.junit.jupiter.api.Test;

final class RequestTemplatesTest {

  private final RequestTemplates templates =
      new RequestTemplates("/v1/chat/completions", Headers.of("a", "b"));

  @Test
  void of_oneBackend_isMadeOnce() {
    Backend backend = Backend.vllm("http://gpu1:8000/v1");
    Request template = templates.of(backend);
    assertThat(template.url()).hasToString("http://gpu1:8000/v1/chat/completions");
    assertThat(template.headers()).isEqualTo(Headers.of("a", "b"));
    assertThat(templates.of(backend.withId("other"))).isSameAs(template);
  }

  @Test
  void of_moreBackendsThanAreKept_isStillRight() {
    for (int i = 0; i < 2 * RequestTemplates.BACKENDS_MAX; i++) {
      String root = "http://gpu" + i;
      assertThat(templates.of(Backend.vllm(root)).url()).hasToString(root + "/v1/chat/completions");
    }
    assertThat(templates.size()).isLessThanOrEqualTo(RequestTemplates.BACKENDS_MAX);
  }
}
