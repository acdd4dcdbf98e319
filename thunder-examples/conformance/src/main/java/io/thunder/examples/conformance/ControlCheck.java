package io.thunder.examples.conformance;

import io.thunder.backend.Backend;
import io.thunder.backend.BackendKind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Whether a server has the routes by which {@code ThunderClient.engines()} pauses and flushes it. They
 * are looked up and not tried: others may use the server.
 */
final class ControlCheck {

  static final String CONTROL = "control";

  private static final Map<String, String> VLLM = inOrder(
      "pause",
      "/pause",
      "resume",
      "/resume",
      "flushCaches",
      "/reset_prefix_cache",
      "abortTurns",
      "/abort_requests");

  private static final Map<String, String> SGLANG = inOrder(
      "pause",
      "/pause_generation",
      "resume",
      "/continue_generation",
      "flushCaches",
      "/flush_cache",
      "abortTurns",
      "/abort_request");

  private final Target target;
  private final RouteList routes;

  ControlCheck(Target target, RouteList routes) {
    this.target = target;
    this.routes = routes;
  }

  Finding control() {
    if (target.backend().kind() == BackendKind.OPENAI) {
      return new Finding(
          CONTROL, Support.NO, "no routes are known of such servers", "cannot pause or flush it");
    }
    Backend engine = target.engine();
    if (engine == null) {
      return notKnown("the router lists no server to ask");
    }
    boolean own = engine.equals(target.backend());
    Set<String> listed = (own ? routes : routes.anonymous()).of(engine);
    String where = own ? "" : " of " + engine.id();
    if (listed == null) {
      return notKnown("no list of routes at " + RouteList.PATH + where);
    }
    return finding(engine.kind() == BackendKind.SGLANG ? SGLANG : VLLM, listed, where);
  }

  private static Finding notKnown(String why) {
    return new Finding(
        CONTROL,
        Support.UNKNOWN,
        "not known: " + why,
        "tries when it is told to, and says what is missing");
  }

  private static Finding finding(Map<String, String> wanted, Set<String> listed, String where) {
    List<String> there = wanted.keySet().stream()
        .filter(name -> listed.contains(wanted.get(name)))
        .toList();
    List<String> missing =
        wanted.keySet().stream().filter(name -> !there.contains(name)).toList();
    String list = RouteList.PATH + where;
    if (there.isEmpty()) {
      return new Finding(
          CONTROL,
          Support.NO,
          list + " names none of " + routesOf(missing, wanted)
              + (wanted.equals(VLLM) ? " (VLLM_SERVER_DEV_MODE=1)" : ""),
          "cannot pause or flush it");
    }
    String seen = list + " names " + routesOf(there, wanted) + ", not tried";
    String can = "has " + String.join(", ", there);
    return missing.isEmpty()
        ? new Finding(CONTROL, Support.YES, seen, can)
        : new Finding(
            CONTROL,
            Support.PARTLY,
            seen + ", and not " + routesOf(missing, wanted),
            can + "; fails at " + String.join(", ", missing));
  }

  private static String routesOf(List<String> names, Map<String, String> routes) {
    return String.join(", ", names.stream().map(routes::get).toList());
  }

  private static Map<String, String> inOrder(String... pairs) {
    Map<String, String> map = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      map.put(pairs[i], pairs[i + 1]);
    }
    return map;
  }
}
