package io.thunder.examples.benchmarks;

import io.thunder.ThunderClient;
import io.thunder.backend.Backend;
import io.thunder.chat.ChatMessage;
import io.thunder.chat.ChatStream;
import io.thunder.okhttp.OkHttpTransport;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Three ways of asking the same of the same server: <i>bare</i>, an OkHttp call whose body was made
 * beforehand and whose answer is read, but not parsed; <i>gson</i>, the same with body and answer
 * written and read by Gson, as any client must; <i>thunder</i>. To be closed.
 */
final class Arms implements AutoCloseable {

  private static final long CAPACITY_TOKENS = 10_000_000;

  private final BareCalls calls;
  private final ThunderClient client;
  private final Arm bare;
  private final Arm gson;
  private final Arm thunder;

  private Arms(String root, List<ChatMessage> messages, boolean streamed) {
    calls = new BareCalls(LoopbackServer.chatUrl(root));
    client = ThunderClient.builder()
        .transport(OkHttpTransport.create())
        .backend(Backend.vllm(root).withCapacityTokens(CAPACITY_TOKENS))
        .build();
    bare = new Arm("bare", streamed ? calls.lines(messages) : calls.bytes(messages));
    gson = new Arm("gson", streamed ? calls.events(messages) : calls.messages(messages));
    thunder = new Arm("thunder", streamed ? streams(client, messages) : chats(client, messages));
  }

  /** Answers come as a whole. */
  static Arms ofChat(String root, List<ChatMessage> messages) {
    return new Arms(root, messages, false);
  }

  /** Answers are streamed. */
  static Arms ofStream(String root, List<ChatMessage> messages) {
    return new Arms(root, messages, true);
  }

  /** A program for each thread: the turns of one program would wait for each other. */
  private static Caller chats(ThunderClient client, List<ChatMessage> messages) {
    return () -> client.chat(Thread.currentThread().getName(), messages).text().length();
  }

  private static Caller streams(ThunderClient client, List<ChatMessage> messages) {
    return () -> {
      int length = 0;
      try (ChatStream stream = client.stream(Thread.currentThread().getName(), messages)) {
        while (stream.hasNext()) {
          length += stream.next().text().length();
        }
      }
      return length;
    };
  }

  Arm bare() {
    return bare;
  }

  Arm thunder() {
    return thunder;
  }

  /**
   * Another way, <i>thunder-new</i>, for whole answers: every text is a new object, as after a
   * history was read anew, and Thunder knows nothing of it from the call before.
   */
  Arm newTexts(List<ChatMessage> messages) {
    return new Arm("thunder-new", new NewTexts(client, messages));
  }

  /** Those without Thunder first. */
  List<Arm> all() {
    return List.of(bare, gson, thunder);
  }

  /** Those that Thunder is compared with. */
  List<Arm> others() {
    return List.of(bare, gson);
  }

  /**
   * Measures all of them in short turns, so that whatever else the machine does meets them alike.
   *
   * @param warmupRounds rounds that go before, unrecorded
   * @param rounds rounds in which each has its turn
   * @param calls calls in a turn
   * @param more others that have their turns, too
   */
  void takeTurns(int warmupRounds, int rounds, int calls, Arm... more) throws IOException {
    List<Arm> order = new ArrayList<>(all());
    Collections.addAll(order, more);
    for (int round = -warmupRounds; round < rounds; round++) {
      for (Arm arm : order) {
        if (round < 0) {
          arm.warmUp(calls);
        } else {
          arm.measure(calls);
        }
      }
      Collections.rotate(order, 1);
    }
  }

  @Override
  public void close() {
    client.close();
    calls.close();
  }
}
