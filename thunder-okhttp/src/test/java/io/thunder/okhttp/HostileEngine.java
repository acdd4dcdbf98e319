package io.thunder.okhttp;

import io.thunder.backend.Backend;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Answers every request but the health check with a beginning, and then with the same bytes over
 * and over, up to a gigabyte; it counts what it got rid of. Mock servers send what they hold.
 */
final class HostileEngine implements AutoCloseable {

  private static final long BYTES_MAX = 1L << 30;
  private static final int BLOCK_BYTES = 64 * 1024;

  private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final byte[] beginning;
  private final byte[] block;
  private final AtomicLong sent = new AtomicLong();
  private final AtomicInteger asked = new AtomicInteger();
  private final CompletableFuture<Void> clientGone = new CompletableFuture<>();

  HostileEngine(byte[] beginning, String more) throws IOException {
    this.beginning = beginning;
    this.block = more.repeat(BLOCK_BYTES / more.length()).getBytes(StandardCharsets.US_ASCII);
    daemon(this::accept);
  }

  Backend backend() {
    return Backend.vllm("http://127.0.0.1:" + server.getLocalPort()).withId("gpu1");
  }

  /** How many bytes went out, those in the buffers of sockets included. */
  long sent() {
    return sent.get();
  }

  /** How many requests it had, without health checks. */
  int asked() {
    return asked.get();
  }

  /** Completes when the client closed a connection instead of reading on. */
  CompletableFuture<Void> clientGone() {
    return clientGone;
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        daemon(() -> serve(socket));
      }
    } catch (IOException e) {
      // Closed.
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      OutputStream out = socket.getOutputStream();
      if (request(socket).startsWith("GET /health")) {
        out.write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
            .getBytes(StandardCharsets.US_ASCII));
        return;
      }
      asked.incrementAndGet();
      out.write(beginning);
      while (sent.get() < BYTES_MAX) {
        out.write(block);
        sent.addAndGet(block.length);
      }
    } catch (IOException e) {
      clientGone.complete(null);
    }
  }

  /** Reads the head of the request; its body is small and stays in the buffer of the socket. */
  private static String request(Socket socket) throws IOException {
    BufferedReader reader = new BufferedReader(
        new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
    String first = reader.readLine();
    String line = first;
    while (line != null && !line.isEmpty()) {
      line = reader.readLine();
    }
    return String.valueOf(first);
  }

  private static void daemon(Runnable task) {
    Thread thread = new Thread(task, "hostile-engine");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
