package io.thunder;

import io.thunder.backend.Backend;
import io.thunder.chat.ChatRequest;
import io.thunder.program.ProgramId;
import io.thunder.tokens.TokenRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tells the router behind a backend whose turn it is, so that all turns of a program reach the server
 * that has its cache.
 */
final class SessionHeader {

  private SessionHeader() {}

  /** The request with the header that the backend routes by, unless its caller has set one. */
  static ChatRequest onto(ChatRequest request, Backend backend, ProgramId program) {
    String name = missing(request.headers(), backend);
    return name == null
        ? request
        : request.toBuilder().header(name, keyOf(program)).build();
  }

  /** The same of a request in tokens. */
  static TokenRequest onto(TokenRequest request, Backend backend, ProgramId program) {
    String name = missing(request.headers(), backend);
    return name == null ? request : request.withHeader(name, keyOf(program));
  }

  /** The header's name, or null if there is none to be added. */
  private static @Nullable String missing(Map<String, String> headers, Backend backend) {
    String name = backend.kind().sessionHeader();
    return name == null || headers.keySet().stream().anyMatch(name::equalsIgnoreCase) ? null : name;
  }

  /** A header takes no more than visible ASCII; any other id is sent in percent-encoding. */
  static String keyOf(ProgramId program) {
    String id = program.value();
    boolean visible = id.chars().allMatch(c -> c > ' ' && c <= '~');
    return visible ? id : URLEncoder.encode(id, StandardCharsets.UTF_8);
  }
}
