package io.thunder.examples.soak.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

final class FootprintTest {

  @Test
  void newThreads_threadThatStays_isNamedUntilItEnds() throws InterruptedException {
    Footprint before = Footprint.now();
    CountDownLatch end = new CountDownLatch(1);
    Thread thread = new Thread(
        () -> {
          try {
            end.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        },
        "leaked");
    thread.start();
    assertThat(Footprint.now().newThreads(before)).containsExactly("leaked");
    end.countDown();
    thread.join();
    assertThat(Footprint.now().newThreads(before)).isEmpty();
  }

  @Test
  void newFiles_socketThatStays_isCounted() throws IOException {
    ServerSocket first = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    first.close(); // what is loaded for sockets is loaded
    Footprint before = Footprint.now();
    try (ServerSocket leaked = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThat(leaked.isBound()).isTrue();
      Footprint after = Footprint.settled(before, () -> false);
      assertThat(after.newFiles(before)).isEqualTo(before.openFiles() < 0 ? 0 : 1);
      assertThat(after.namesOfNewFiles(before))
          .hasSize(before.files().isEmpty() ? 0 : 1)
          .allMatch(name -> name.contains(" socket:["));
    }
  }
}
