package io.thunder.okhttp;

import com.google.gson.JsonObject;
import okhttp3.OkHttpClient;

/** Sends turns through OkHttp. */
public final class OkHttpTransport {
  private final OkHttpClient client;

  /**
   * Creates a transport.
   *
   * @param client what sends the calls
   */
  public OkHttpTransport(OkHttpClient client) {
    this.client = client;
  }

  /**
   * Returns the client.
   *
   * @return what sends the calls
   */
  public OkHttpClient client() {
    return client;
  }

  @Override
  public String toString() {
    JsonObject json = new JsonObject();
    json.addProperty("callTimeoutMillis", client.callTimeoutMillis());
    return json.toString();
  }
}
