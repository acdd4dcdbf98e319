package io.thunder.examples.llamacpp;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;

/**
 * Ties the process to the one that started it: it ends when its standard input does, which happens
 * however the other one ends. A signal alone does not end it, since Ctrl-C reaches both, and the
 * other one may still need it.
 */
final class ParentWatch {

  private ParentWatch() {}

  static void start(CountDownLatch ended) {
    Thread watch = new Thread(() -> awaitParent(ended), "llamacpp-parent");
    watch.setDaemon(true);
    watch.start();
    // The end of this hook would be the end of the process.
    Runtime.getRuntime().addShutdownHook(new Thread(() -> awaitForever(), "llamacpp-signal"));
  }

  private static void awaitParent(CountDownLatch ended) {
    try {
      while (System.in.read() >= 0) {
        // What is written does not matter, only that it ends.
      }
    } catch (IOException e) {
      System.err.println("llamacpp: standard input: " + e.getMessage());
    } finally {
      ended.countDown();
    }
  }

  private static void awaitForever() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
