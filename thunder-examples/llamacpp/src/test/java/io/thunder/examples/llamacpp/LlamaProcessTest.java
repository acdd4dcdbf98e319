package io.thunder.examples.llamacpp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
final class LlamaProcessTest {

  @Test
  void close_running_endsTheProcessAndDeletesItsFiles() throws Exception {
    LlamaProcess process = TinyEngine.start(0);
    assertThat(process.failure()).isNull();
    assertThat(process.folder()).isNotEmptyDirectory();

    process.close();

    assertThat(process.handle().isAlive()).isFalse();
    assertThat(process.folder()).doesNotExist();
    assertThat(process.failure()).as("it was closed").isNull();
  }

  @Test
  void failure_processKilled_saysSo() throws Exception {
    try (LlamaProcess process = TinyEngine.start(0)) {
      process.handle().destroyForcibly();
      process.onExit().get(20, TimeUnit.SECONDS);

      assertThat(process.failure())
          .startsWith("llama.cpp ended with exit code ")
          .contains("; its last lines: ")
          .contains(LlamaCpp.LISTENING);
    }
  }

  @Test
  void awaitUrl_portInUse_saysWhich() throws Exception {
    try (ServerSocket used = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        LlamaProcess process = LlamaProcess.start(TinyEngine.OPTIONS, used.getLocalPort())) {
      assertThatThrownBy(process::awaitUrl)
          .isInstanceOf(LlamaFailedException.class)
          .hasMessageContaining("exit code 1")
          .hasMessageContaining(
              "cannot listen on 127.0.0.1:" + used.getLocalPort() + ", the port is in use");
      assertThat(process.folder()).doesNotExist();
    }
  }

  @Test
  void parentKilled_childEndsAndDeletesItsFiles() throws Exception {
    TinyEngine.start(0).close(); // skips the test where there is no engine
    Process parent = new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Parent.class.getName())
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
    try (BufferedReader out = new BufferedReader(
        new InputStreamReader(parent.getInputStream(), StandardCharsets.UTF_8))) {
      ProcessHandle child = ProcessHandle.of(Long.parseLong(out.readLine())).orElseThrow();
      Path folder = Path.of(out.readLine());
      assertThat(folder).isNotEmptyDirectory();

      parent.destroyForcibly();

      child.onExit().get(20, TimeUnit.SECONDS);
      assertThat(folder).doesNotExist();
    }
  }

  /** Starts an engine, says which, and waits to be killed. */
  static final class Parent {

    private Parent() {}

    public static void main(String[] args) throws Exception {
      LlamaProcess process = LlamaProcess.start(TinyEngine.OPTIONS, 0);
      process.awaitUrl();
      System.out.println(process.handle().pid());
      System.out.println(process.folder());
      Thread.currentThread().join();
    }
  }
}
