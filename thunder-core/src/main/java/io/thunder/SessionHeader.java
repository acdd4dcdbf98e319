package io.thunder;

import io.thunder.backend.Backend;
import io.thunder.chat.ChatRequest;
import io.thunder.program.ProgramId;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * Tells the router behind a backend whose turn it is, so that all turns of a program reach the server
 * that has its cache.
 */
final class SessionHeader {

  private SessionHeader() {}

  /** The request with the header that the backend routes by, unless its caller has set one. */
  static ChatRequest onto(ChatRequest request, Backend backend, ProgramId program) {
    String name = backend.kind().sessionHeader();
    if (name == null || request.headers().keySet().stream().anyMatch(name::equalsIgnoreCase)) {
      return request;
    }
    return request.toBuilder().header(name, sendable(program.value())).build();
  }

  /** A header takes no more than visible ASCII; any other id is sent in percent-encoding. */
  private static String sendable(String id) {
    boolean visible = id.chars().allMatch(c -> c > ' ' && c <= '~');
    return visible ? id : URLEncoder.encode(id, StandardCharsets.UTF_8);
  }
}
