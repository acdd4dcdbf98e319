package io.thunder.examples.simulator.server;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The routers of training frameworks, which list the servers behind them. */
public enum RouterKind {
  /** SkyRL's, in front of vLLM. */
  SKYRL(Dialect.VLLM, "/servers", "X-Session-ID", "/finish_session") {
    @Override
    String list(List<String> urls) {
      JsonText json = new JsonText().beginObject().name("servers").beginArray();
      urls.forEach(json::value);
      return json.endArray().endObject().toString();
    }
  },

  /** slime's, which is SGLang's gateway. */
  SLIME(Dialect.SGLANG, "/workers", "X-SMG-Routing-Key", null) {
    @Override
    String list(List<String> urls) {
      JsonText json = new JsonText().beginObject().name("workers").beginArray();
      for (String url : urls) {
        json.beginObject().name("id").value(url).name("url").value(url);
        json.name("worker_type").value("regular").name("is_healthy").value(true).endObject();
      }
      return json.endArray().name("total").value(urls.size()).endObject().toString();
    }
  };

  private final Dialect dialect;
  private final String listPath;
  private final String sessionHeader;
  private final @Nullable String finishPath;

  RouterKind(Dialect dialect, String listPath, String sessionHeader, @Nullable String finishPath) {
    this.dialect = dialect;
    this.listPath = listPath;
    this.sessionHeader = sessionHeader;
    this.finishPath = finishPath;
  }

  /** What the servers behind it pass for. */
  Dialect dialect() {
    return dialect;
  }

  /** Where it lists them. */
  String listPath() {
    return listPath;
  }

  /** The header by which it knows whose request it is. */
  String sessionHeader() {
    return sessionHeader;
  }

  /** Where it is told that no more requests of a session will come, null if it is not. */
  @Nullable
  String finishPath() {
    return finishPath;
  }

  /** The list. */
  abstract String list(List<String> urls);
}
