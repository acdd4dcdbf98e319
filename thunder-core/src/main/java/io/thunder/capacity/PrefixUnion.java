package io.thunder.capacity;

import io.thunder.program.PromptPrefix;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The prefixes that programs on one backend have in common. An engine holds a common prefix once,
 * however many programs begin with it; this says how much of the sum over the programs it does not
 * hold again. Only whole blocks are shared.
 *
 * <p>Every operation is O(prefixes of the program). Not thread-safe.
 */
public final class PrefixUnion {

  private final Map<Long, Node> nodes = new HashMap<>();
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
    long before = 0;
    for (PromptPrefix prefix : prefixes) {
      long whole = Math.max(before, Blocks.roundDown(prefix.tokens(), blockTokens));
      Node node = nodes.get(prefix.key());
      if (node == null) {
        node = new Node(whole - before);
        nodes.put(prefix.key(), node);
      } else {
        repeatedTokens += node.tokens;
      }
      node.programs++;
      before = whole;
    }
  }

  /**
   * Removes a program.
   *
   * @param prefixes what it was added with
   */
  public void remove(List<PromptPrefix> prefixes) {
    for (PromptPrefix prefix : prefixes) {
      Node node = nodes.get(prefix.key());
      if (node == null) {
        throw new IllegalStateException("prefix " + prefix.key() + " is not here");
      }
      node.programs--;
      if (node.programs == 0) {
        nodes.remove(prefix.key());
      } else {
        repeatedTokens -= node.tokens;
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
   * @return tokens
   */
  public long presentTokens(List<PromptPrefix> prefixes) {
    long present = 0;
    for (PromptPrefix prefix : prefixes) {
      @Nullable Node node = nodes.get(prefix.key());
      if (node == null) {
        break;
      }
      present += node.tokens;
    }
    return present;
  }

  /**
   * Whether this is the union of just these programs; recounted from scratch.
   *
   * @param programs the prefixes of each
   * @return true if every count and sum agrees
   */
  public boolean isOf(List<List<PromptPrefix>> programs) {
    Map<Long, Integer> counts = new HashMap<>();
    for (List<PromptPrefix> prefixes : programs) {
      prefixes.forEach(prefix -> counts.merge(prefix.key(), 1, Integer::sum));
    }
    long repeated = 0;
    for (Map.Entry<Long, Node> entry : nodes.entrySet()) {
      Node node = entry.getValue();
      if (counts.getOrDefault(entry.getKey(), 0) != node.programs) {
        return false;
      }
      repeated += (node.programs - 1) * node.tokens;
    }
    return counts.size() == nodes.size() && repeated == repeatedTokens;
  }

  /** One prefix, without the shorter ones that it begins with. */
  private static final class Node {

    /** As the first program said; programs that only estimate may differ a little. */
    private final long tokens;

    private int programs;

    Node(long tokens) {
      this.tokens = tokens;
    }
  }
}
