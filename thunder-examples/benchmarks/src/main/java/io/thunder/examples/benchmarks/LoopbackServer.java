package io.thunder.examples.benchmarks;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * A server in a JVM of its own that reads a chat request to its end and answers at once, always the
 * same. In this JVM it would share the heap, and with it the pauses, of what is measured.
 */
final class LoopbackServer implements AutoCloseable {

  static final String ANSWER = """
      {"id":"chatcmpl-7c1f0e2ab94d4d5c8a3e6f1b2c3d4e5f","object":"chat.completion",\
      "created":1795219200,"model":"model","choices":[{"index":0,"message":{"role":"assistant",\
      "content":"The test fails because the loop ends one element early; I will fix the bound.",\
      "refusal":null,"tool_calls":[]},"logprobs":null,"finish_reason":"stop"}],\
      "usage":{"prompt_tokens":256,"completion_tokens":18,"total_tokens":274,\
      "prompt_tokens_details":{"cached_tokens":240}}}""";

  /** One event of a streamed answer, as vLLM sends it: about three characters of text. */
  private static final String EVENT = """
      data: {"id":"chatcmpl-7c1f0e2ab94d4d5c8a3e6f1b2c3d4e5f","object":"chat.completion.chunk",\
      "created":1795219200,"model":"model","choices":[{"index":0,"delta":{"content":" loop"},\
      "logprobs":null,"finish_reason":null}]}

      """;

  private static final String STREAM_END = """
      data: {"id":"chatcmpl-7c1f0e2ab94d4d5c8a3e6f1b2c3d4e5f","object":"chat.completion.chunk",\
      "created":1795219200,"model":"model","choices":[{"index":0,"delta":{"content":""},\
      "logprobs":null,"finish_reason":"stop"}]}

      data: [DONE]

      """;

  /** Chunks of a streamed answer: so many that the rest of the call weighs little. */
  static final int STREAM_CHUNKS = 2_000;

  static final String STREAM = EVENT.repeat(STREAM_CHUNKS - 1) + STREAM_END;

  private static final String CHAT = "/v1/chat/completions";
  private static final String STREAMING = "/streaming";
  private static final byte[] NOTHING = new byte[0];
  private static final long STOP_SECONDS = 5;

  private final Process process;
  private final String url;

  private LoopbackServer(Process process, String url) {
    this.process = process;
    this.url = url;
  }

  /** Starts a server; it ends with this JVM at the latest. */
  static LoopbackServer start() throws IOException {
    ProcessBuilder command = new ProcessBuilder(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx256m",
        // Without it, JDK 17's server answers 40 ms late: Nagle's algorithm and delayed ACKs.
        "-Dsun.net.httpserver.nodelay=true",
        "-cp",
        System.getProperty("java.class.path"),
        LoopbackServer.class.getName());
    Process process = command.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String port = new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII))
        .readLine();
    if (port == null) {
      process.destroyForcibly();
      throw new IOException("the loopback server did not start");
    }
    return new LoopbackServer(process, "http://127.0.0.1:" + port);
  }

  /** The root of an engine that answers as a whole. */
  String url() {
    return url;
  }

  /** The root of an engine that streams {@value #STREAM_CHUNKS} chunks, all at once. */
  String streamingUrl() {
    return url + STREAMING;
  }

  /** Where an engine takes chat requests. */
  static String chatUrl(String root) {
    return root + CHAT;
  }

  @Override
  public void close() {
    try {
      process.getOutputStream().close();
      if (process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        return;
      }
    } catch (IOException e) {
      // It is stopped below.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    process.destroyForcibly();
  }

  /**
   * The child: tells its port, and serves until its input ends, which is when the parent does.
   *
   * @param args none
   * @throws IOException if it cannot listen
   */
  public static void main(String[] args) throws IOException {
    ExecutorService threads = Executors.newCachedThreadPool();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    byte[] answer = ANSWER.getBytes(StandardCharsets.UTF_8);
    byte[] stream = STREAM.getBytes(StandardCharsets.UTF_8);
    for (String root : new String[] {"", STREAMING}) {
      server.createContext(root + "/health", exchange -> answer(exchange, "text/plain", NOTHING));
    }
    server.createContext(CHAT, exchange -> answer(exchange, "application/json", answer));
    server.createContext(
        STREAMING + CHAT, exchange -> answer(exchange, "text/event-stream", stream));
    server.setExecutor(threads);
    server.start();
    System.out.println(server.getAddress().getPort());
    while (System.in.read() >= 0) {
      // Nothing is expected but the end.
    }
    server.stop(0);
    threads.shutdownNow();
  }

  private static void answer(HttpExchange exchange, String type, byte[] body) throws IOException {
    try (exchange) {
      exchange.getRequestBody().transferTo(OutputStream.nullOutputStream());
      exchange.getResponseHeaders().set("Content-Type", type);
      exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    }
  }
}
