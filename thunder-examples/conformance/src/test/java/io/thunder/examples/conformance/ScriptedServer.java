package io.thunder.examples.conformance;

import io.thunder.backend.Backend;
import io.thunder.backend.BackendKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;

/** A server that answers from a script; of a router it is the only server, too. */
final class ScriptedServer extends Dispatcher implements Served {

  private static final int BODY_BYTES_MAX = 100_000;
  private static final int LONG_TOKENS = 1_000;

  private static final Pattern MAX_TOKENS = Pattern.compile("\"max_tokens\":([0-9]+)");
  private static final Pattern RANK = Pattern.compile("\"routed_dp_rank\":([0-9]+)");

  private final MockWebServer server = new MockWebServer();
  private final Map<String, String> pages = new HashMap<>();
  private final ScriptedState state = new ScriptedState();
  private final BackendKind kind;
  private final Long capacityTokens;
  private final ScriptedRoutes routes;
  private final ScriptedAnswers answers;
  private String url = "";

  ScriptedServer(
      BackendKind kind, Long capacityTokens, ScriptedRoutes routes, ScriptedAnswers answers) {
    this.kind = kind;
    this.capacityTokens = capacityTokens;
    this.routes = routes;
    this.answers = answers;
  }

  /** Adds a page, with its own address in place of {@code %s}. */
  ScriptedServer page(String path, String text) {
    pages.put(path, text);
    return this;
  }

  ScriptedServer start() {
    server.setDispatcher(this);
    try {
      server.start();
      url = server.url("/").toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  @Override
  public MockResponse dispatch(RecordedRequest request) throws InterruptedException {
    return request.getMethod().equals("POST") ? post(request) : page(request.getTarget());
  }

  private MockResponse page(String target) {
    String page = pages.get(target);
    return page == null ? answer(404, "Not Found") : answer(200, page.replace("%s", url));
  }

  private MockResponse post(RecordedRequest request) throws InterruptedException {
    String path = request.getUrl().encodedPath();
    if (path.equals("/v1/chat/completions")) {
      return chat(request, request.getBody().utf8());
    }
    if (path.equals(routes.tokens())) {
      state.awaitWork();
      return answer(200, answers.inTokens(isCached(request)));
    }
    return tell(request, path) ? answer(200, "") : answer(404, "Not Found");
  }

  private MockResponse chat(RecordedRequest request, String body) throws InterruptedException {
    if (body.length() > BODY_BYTES_MAX) {
      return answer(400, answers.tooLong());
    }
    ScriptedState.Told told = state.told();
    state.awaitWork();
    boolean streamed = body.contains("\"stream\":true");
    Matcher tokens = MAX_TOKENS.matcher(body);
    if (streamed && tokens.find() && Integer.parseInt(tokens.group(1)) > LONG_TOKENS) {
      int count = Integer.parseInt(tokens.group(1));
      return new MockResponse.Builder()
          .body(new ScriptedLongAnswer(answers, state, told, count))
          .removeHeader("Content-Length")
          .setHeader("Transfer-Encoding", "chunked")
          .build();
    }
    boolean cached = isCached(request);
    return answer(200, streamed ? answers.stream(cached) : answers.plain(cached));
  }

  private boolean tell(RecordedRequest request, String path) {
    if (path.equals(routes.pause())) {
      state.pause();
      if ((request.getTarget() + request.getBody().utf8()).matches(".*mode\\W+abort.*")) {
        state.abort();
      }
    } else if (path.equals(routes.resume())) {
      state.resume();
    } else if (path.equals(routes.flush())) {
      state.flush();
    } else if (path.equals(routes.abort())) {
      state.abort();
    } else if (path.equals("/finish_session") && kind == BackendKind.SKYRL) {
      state.finish(String.valueOf(request.getUrl().queryParameter("session_id")));
    } else {
      return false;
    }
    return true;
  }

  /** A router that is not told whose turn it is, or a server with ranks, does not find the cache. */
  private boolean isCached(RecordedRequest request) {
    Matcher rank = RANK.matcher(request.getBody().utf8());
    String header = request.getHeaders().get("X-data-parallel-rank");
    String where = rank.find() ? rank.group(1) : String.valueOf(header);
    String who = "";
    if (kind.sessionHeader() != null) {
      String session = request.getHeaders().get(kind.sessionHeader());
      who = session == null ? UUID.randomUUID().toString() : session;
      state.begin(who);
    }
    return state.isCached(request.getUrl().encodedPath() + " " + who + " " + where);
  }

  private static MockResponse answer(int status, String body) {
    return new MockResponse.Builder().code(status).body(body).build();
  }

  @Override
  public Backend backend() {
    return Backend.of(kind, url);
  }

  @Override
  public BackendKind detectedKind() {
    return kind;
  }

  @Override
  public Long capacityTokens() {
    return capacityTokens;
  }

  @Override
  public long finishedSessions() {
    return state.finishedSessions();
  }

  @Override
  public void close() {
    state.close();
    server.close();
  }
}
