package io.thunder.examples.conformance;

import io.thunder.backend.BackendReading;
import io.thunder.chat.ChatChunk;
import io.thunder.chat.ChatResponse;
import io.thunder.chat.ChatStream;
import io.thunder.chat.Usage;
import io.thunder.error.RequestRejectedException;
import io.thunder.error.ThunderException;
import io.thunder.tokens.TokenIds;
import io.thunder.tokens.TokenRequest;
import io.thunder.tokens.TokenResponse;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of a server, each by doing what Thunder will do. Costs a few thousand tokens.
 *
 * <p>The server should have nothing else to do: what others cause looks like what these checks cause.
 */
final class Checks {

  private static final int ANSWER_TOKENS = 8;

  private static final String HEALTH = "health";
  private static final String ANSWERS = "answers";
  private static final String TOKENS = "token ids";

  private static final int MODELS_NAMED_MAX = 5;

  private static final Set<Integer> NOT_ALLOWED = Set.of(401, 403);

  private final Target target;
  private final GaugeChecks gaugeChecks;
  private final ControlCheck controlCheck;

  Checks(Target target, Pause pause, RouteList routes) {
    this.target = target;
    this.gaugeChecks = new GaugeChecks(target, pause);
    this.controlCheck = new ControlCheck(target, routes);
  }

  /** Waits between two looks at the server; injected, so that tests need not wait. */
  interface Pause {
    /** Looks until something is so; returns whether it was so in time. */
    boolean until(BooleanSupplier seen, Duration atMost);
  }

  List<Supplier<Finding>> all() {
    return List.of(
        this::health,
        this::capacity,
        this::load,
        this::ranks,
        this::models,
        this::chat,
        this::tokens,
        this::cachedTokens,
        this::streaming,
        () -> tried(GaugeChecks.GAUGES, gaugeChecks::gauges),
        () -> tried(GaugeChecks.CANCELLING, gaugeChecks::cancelling),
        this::refusals,
        () -> tried(ControlCheck.CONTROL, controlCheck::control));
  }

  /** Whether a server with such findings can be given programs at all. */
  static boolean isUsable(List<Finding> findings) {
    return findings.stream()
        .filter(finding -> Set.of(HEALTH, ANSWERS).contains(finding.ability()))
        .noneMatch(finding -> finding.support() == Support.NO);
  }

  private Finding health() {
    try {
      target.probe();
      return new Finding(HEALTH, Support.YES, "answers", "gives it programs");
    } catch (CompletionException e) {
      return new Finding(HEALTH, Support.NO, words(e), "gives it nothing, and asks again");
    }
  }

  private Finding capacity() {
    BackendReading reading = target.reading();
    if (reading.capacityTokens() == null) {
      return new Finding(
          "capacity",
          Support.NO,
          "shows none",
          "begins with assumedCapacityTokens and learns: withCapacityTokens is better");
    }
    String block = reading.blockTokens() == null ? "" : " in blocks of " + reading.blockTokens();
    return new Finding(
        "capacity",
        Support.YES,
        String.format("%,d tokens%s", reading.capacityTokens(), block),
        "places programs up to it");
  }

  private Finding load() {
    BackendReading reading = target.reading();
    boolean usage = reading.kvUsage() != null;
    boolean counts = reading.running() != null && reading.waiting() != null;
    String seen = String.format(
        "cache in use %s, running %s, waiting %s",
        shown(reading.kvUsage()), shown(reading.running()), shown(reading.waiting()));
    return new Finding(
        "load",
        usage && counts ? Support.YES : usage || counts ? Support.PARTLY : Support.NO,
        seen,
        usage ? "subtracts what others use" : "cannot see what others use: be its only user");
  }

  private Finding ranks() {
    return tried("ranks", () -> {
      Integer ranks = target.ranks();
      if (ranks == null) {
        return new Finding(
            "ranks",
            Support.UNKNOWN,
            "shows no capacity to tell them by",
            "sends all turns to the URL");
      }
      return ranks == 1
          ? new Finding(
              "ranks", Support.YES, "one cache, or a router", "sends all turns to the URL")
          : new Finding(
              "ranks",
              Support.PARTLY,
              ranks + " engines, each with a cache of its own, are behind the URL",
              "cannot keep programs with their caches: configure ranks(" + ranks + ")");
    });
  }

  private Finding models() {
    try {
      List<String> models = target.models();
      return new Finding("models", Support.YES, named(models), "asks for " + shown(target.model()));
    } catch (CompletionException e) {
      return new Finding("models", Support.NO, words(e), "asks for " + shown(target.model()));
    }
  }

  private Finding chat() {
    return tried(ANSWERS, () -> {
      ChatResponse answer =
          target.chat(target.request(target.prompt("a"), ANSWER_TOKENS).build());
      Usage usage = answer.usage();
      return usage == null
          ? new Finding(
              ANSWERS, Support.PARTLY, "without usage", "estimates footprints from the text")
          : new Finding(
              ANSWERS,
              Support.YES,
              String.format(
                  "usage: %,d prompt and %,d completion tokens",
                  usage.promptTokens(), usage.completionTokens()),
              "counts footprints as the engine does");
    });
  }

  /** Ids that every vocabulary has: what they mean does not matter. */
  private Finding tokens() {
    try {
      TokenResponse answer = target.generate(
          TokenRequest.builder(TokenIds.of(5, 6, 7, 8)).maxTokens(1).logprobs(true));
      return new Finding(
          TOKENS,
          Support.YES,
          answer.tokenIds().size() + " generated, with log-probabilities",
          "can be used for training with generate()");
    } catch (RequestRejectedException e) {
      return new Finding(TOKENS, Support.NO, words(e), "can be used with chat() only");
    } catch (ThunderException e) {
      return new Finding(TOKENS, Support.UNKNOWN, words(e), "can be used with chat()");
    }
  }

  private Finding cachedTokens() {
    return tried("cached tokens", () -> {
      String prompt = target.prompt("b");
      Target one = target.firstRank();
      Usage first = one.chat(one.request(prompt, ANSWER_TOKENS).build()).usage();
      Usage again = one.chat(one.request(prompt, ANSWER_TOKENS).build()).usage();
      Long cached = again == null ? null : again.cachedTokens();
      if (cached == null || again == null) {
        return new Finding(
            "cached tokens",
            Support.NO,
            "not in usage (vLLM: --enable-prompt-tokens-details, SGLang: --enable-cache-report)",
            "cannot learn from cache hits");
      }
      Long before = first == null ? null : first.cachedTokens();
      String seen = String.format(
          "%s of a new prompt of %,d tokens, %,d when repeated",
          shown(before), again.promptTokens(), cached);
      return cached * 2 > again.promptTokens()
          ? new Finding("cached tokens", Support.YES, seen, "uses less of it when hits get fewer")
          : new Finding("cached tokens", Support.PARTLY, seen, "takes this for a lost cache");
    });
  }

  private Finding streaming() {
    return tried("streaming", () -> {
      int chunks = 0;
      Usage usage;
      try (ChatStream stream =
          target.stream(target.request(target.prompt("c"), ANSWER_TOKENS).build())) {
        while (stream.hasNext()) {
          ChatChunk unused = stream.next();
          chunks++;
        }
        usage = stream.usage();
      }
      return new Finding(
          "streaming",
          usage == null ? Support.PARTLY : Support.YES,
          chunks + " chunks, " + (usage == null ? "without usage" : "usage at the end"),
          usage == null ? "estimates footprints from the text" : "counts as with whole answers");
    });
  }

  private Finding refusals() {
    try {
      target.chat(target
          .request(target.prompt("d"), ANSWER_TOKENS)
          .model("no-such-model-" + target.backend().kind())
          .build());
      return new Finding(
          "refusals", Support.PARTLY, "an unknown model is answered", "cannot tell models apart");
    } catch (RequestRejectedException e) {
      return NOT_ALLOWED.contains(e.status())
          ? new Finding(
              "refusals",
              Support.UNKNOWN,
              "status " + e.status() + " comes first",
              "does not try again")
          : new Finding(
              "refusals", Support.YES, "unknown model: status " + e.status(), "does not try again");
    } catch (ThunderException e) {
      return new Finding("refusals", Support.NO, words(e), "tries again elsewhere");
    }
  }

  private Finding tried(String ability, Supplier<Finding> check) {
    try {
      return check.get();
    } catch (RequestRejectedException e) {
      boolean basic = ability.equals(ANSWERS);
      return new Finding(
          ability, basic ? Support.NO : Support.UNKNOWN, words(e), "shows this to its caller");
    } catch (ThunderException | CompletionException e) {
      return new Finding(ability, Support.NO, words(e), "shows this to its caller");
    }
  }

  /** The first few, without what a terminal would obey. */
  private static String named(List<String> models) {
    String few = models.stream()
        .limit(MODELS_NAMED_MAX)
        .map(name -> name.replaceAll("\\p{Cntrl}", "?"))
        .collect(Collectors.joining(", "));
    int more = models.size() - MODELS_NAMED_MAX;
    return more > 0 ? few + " and " + more + " more" : few;
  }

  private static String words(Exception e) {
    Throwable why = e instanceof CompletionException && e.getCause() != null ? e.getCause() : e;
    return String.valueOf(why.getMessage());
  }

  private static String shown(@Nullable Object value) {
    return value == null ? "unknown" : value.toString();
  }
}
