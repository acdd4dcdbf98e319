package io.thunder.capacity;

import io.thunder.program.PromptPrefix;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The prefixes that programs on one backend have in common. An engine holds a common prefix once,
 * however many programs begin with it; this says how much of the sum over the programs it does not
 * hold again. Only whole blocks are shared.
 *
 * <p>Prompts are cut where prefixes end. Segments are the same if they end one prefix, and lie at the
 * same place; what programs say about a prefix in different ways is not taken for common.
 *
 * <p>Every operation is O(prefixes of the program). Not thread-safe.
 */
public final class PrefixUnion {

  /** How many programs hold each segment. */
  private final Map<Segment, Integer> programs = new HashMap<>();

  private long repeatedTokens;

  /** Creates a union of nothing. */
  public PrefixUnion() {}

  /**
   * Adds a program.
   *
   * @param prefixes its prefixes, in order of length
   * @param blockTokens tokens per block, at least 1; the same for all programs
   */
  public void add(List<PromptPrefix> prefixes, int blockTokens) {
    for (Segment segment : segments(prefixes, blockTokens)) {
      if (programs.merge(segment, 1, Integer::sum) > 1) {
        repeatedTokens += segment.tokens();
      }
    }
  }

  /**
   * Removes a program.
   *
   * @param prefixes what it was added with
   * @param blockTokens what it was added with
   */
  public void remove(List<PromptPrefix> prefixes, int blockTokens) {
    for (Segment segment : segments(prefixes, blockTokens)) {
      Integer held = programs.get(segment);
      if (held == null) {
        throw new IllegalStateException(segment + " is not here");
      }
      if (held == 1) {
        programs.remove(segment);
      } else {
        programs.put(segment, held - 1);
        repeatedTokens -= segment.tokens();
      }
    }
  }

  /**
   * What the sum over the programs counts more than once.
   *
   * @return tokens
   */
  public long repeatedTokens() {
    return repeatedTokens;
  }

  /**
   * How much of a program is here already, because others begin as it does.
   *
   * @param prefixes its prefixes, in order of length
   * @param blockTokens tokens per block, at least 1; the same for all programs
   * @return tokens
   */
  public long presentTokens(List<PromptPrefix> prefixes, int blockTokens) {
    long present = 0;
    for (Segment segment : segments(prefixes, blockTokens)) {
      present += programs.containsKey(segment) ? segment.tokens() : 0;
    }
    return present;
  }

  /**
   * Whether as many programs hold each prefix as in another union.
   *
   * @param other such as one that was counted from scratch
   * @return true if every count agrees
   */
  public boolean hasCountsOf(PrefixUnion other) {
    return programs.equals(other.programs);
  }

  private static List<Segment> segments(List<PromptPrefix> prefixes, int blockTokens) {
    if (prefixes.isEmpty()) {
      return List.of();
    }
    List<Segment> segments = new ArrayList<>(prefixes.size());
    long from = 0;
    for (PromptPrefix prefix : prefixes) {
      long to = Math.max(from, Blocks.roundDown(prefix.tokens(), blockTokens));
      segments.add(new Segment(prefix.key(), from, to));
      from = to;
    }
    return segments;
  }

  /** The part of a prefix that no shorter one covers. */
  private record Segment(long key, long from, long to) {

    long tokens() {
      return to - from;
    }
  }
}
