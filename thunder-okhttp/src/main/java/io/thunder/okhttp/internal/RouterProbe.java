package io.thunder.okhttp.internal;

import io.thunder.backend.BackendReading;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * Asks a router for its servers, and each of those for itself: a router shows neither capacity nor
 * load. The reading is that of all servers that are up; a router without one takes no turns. It counts
 * which share of the caches was lost with servers that started anew or went away. A counter, since
 * several clients may ask through one transport.
 */
final class RouterProbe implements EngineProbe {

  /** Where slime's router and the SGLang gateway list their workers. */
  static final String WORKERS = "/workers";

  /** So many servers that are down are named in a message. */
  private static final int NAMED_MAX = 3;

  private final Pages pages;
  private final String listPath;
  private final EngineProbe servers;
  private final PriorityOrders priorities;
  private final RouterMemory memory = new RouterMemory();

  /** Asks each server that a page of the router lists. */
  RouterProbe(Pages pages, String listPath, EngineProbe servers, PriorityOrders priorities) {
    this.pages = pages;
    this.listPath = listPath;
    this.servers = servers;
    this.priorities = priorities;
  }

  @Override
  public CompletableFuture<BackendReading> read(URI router, @Nullable Integer rank) {
    return pages.json(router, listPath).thenCompose(list -> ask(router, list));
  }

  private CompletableFuture<BackendReading> ask(URI router, Page<JsonView> list) {
    List<Worker> workers = Workers.of(list.content());
    if (workers == null) {
      throw new DownException(listPath + ": " + list.words(), list.failure());
    }
    Map<Worker, CompletableFuture<Answer>> asked = new LinkedHashMap<>();
    workers.forEach(
        worker -> asked.put(worker, servers.read(worker.uri(), worker.rank()).handle(Answer::new)));
    return CompletableFuture.allOf(asked.values().toArray(CompletableFuture<?>[]::new))
        .thenApply(done -> {
          Map<Worker, Answer> answers = new LinkedHashMap<>();
          asked.forEach((worker, answer) -> answers.put(worker, answer.join()));
          return reading(router, answers);
        });
  }

  /** What a server says, or why it says nothing. */
  private record Answer(
      @Nullable BackendReading reading, @Nullable Throwable failure) {}

  private BackendReading reading(URI router, Map<Worker, Answer> answers) {
    Map<Worker, @Nullable BackendReading> said = new HashMap<>();
    answers.forEach((worker, answer) -> said.put(worker, answer.reading));
    ServersSeen now = memory.note(router, said);
    Map<String, List<BackendReading>> ofRole = new TreeMap<>();
    List<String> down = new ArrayList<>();
    answers.forEach((worker, answer) -> {
      List<BackendReading> readings =
          ofRole.computeIfAbsent(worker.role(), role -> new ArrayList<>());
      BackendReading reading = now.reading(worker);
      if (reading != null) {
        readings.add(reading);
      }
      if (answer.reading == null) {
        down.add(worker.uri() + ": " + words(answer.failure));
      }
    });
    priorities.learn(router, answers.keySet().stream().map(Worker::uri).toList());
    requireEnough(ofRole, down, answers.size());
    return narrowest(ofRole.values().stream().map(BackendReading::ofAll).toList())
        .withCachesLost(now.cachesLost());
  }

  /** Turns need one server at least, and one of each role if servers do a part of a turn only. */
  private static void requireEnough(
      Map<String, List<BackendReading>> ofRole, List<String> down, int servers) {
    String named = String.join("; ", down.subList(0, Math.min(NAMED_MAX, down.size())));
    ofRole.forEach((role, readings) -> {
      if (readings.isEmpty() && Worker.isPartial(role)) {
        throw new DownException("no " + role + " worker is up: " + named, null);
      }
    });
    ofRole.values().removeIf(List::isEmpty);
    if (ofRole.isEmpty()) {
      throw new DownException("none of " + servers + " servers is up: " + named, null);
    }
  }

  private static String words(@Nullable Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return Excerpt.of(String.valueOf(cause == null ? null : cause.getMessage()));
  }

  /** A turn needs memory among those that prefill, and among those that decode. */
  private static BackendReading narrowest(List<BackendReading> ofRoles) {
    BackendReading narrowest = ofRoles.get(0);
    for (BackendReading reading : ofRoles) {
      Long capacity = reading.capacityTokens();
      Long least = narrowest.capacityTokens();
      if (least != null && (capacity == null || capacity < least)) {
        narrowest = reading; // what is unknown of one group is unknown of all
      }
    }
    return narrowest;
  }
}
