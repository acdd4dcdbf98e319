/** Talks to inference engines through OkHttp. */
module io.thunder.okhttp {
  requires transitive io.thunder;
  requires transitive okhttp3;
  requires com.github.benmanes.caffeine;
  requires com.google.gson;
  requires static transitive org.jspecify;

  exports io.thunder.okhttp;
}
