package io.thunder.capacity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thunder.program.PromptPrefix;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class PrefixUnionTest {

  private static final int BLOCK = 16;
  private static final PromptPrefix SYSTEM = new PromptPrefix(1, 800);
  private static final PromptPrefix TASK = new PromptPrefix(2, 1_600);

  private final PrefixUnion union = new PrefixUnion();

  private void add(PromptPrefix... prefixes) {
    union.add(List.of(prefixes), BLOCK);
  }

  @Test
  void add_oneProgram_repeatsNothing() {
    add(SYSTEM, TASK);

    assertThat(union.repeatedTokens()).isZero();
  }

  @Test
  void add_equalPrefix_isRepeatedByEachButTheFirst() {
    add(SYSTEM, TASK);
    add(SYSTEM);
    add(SYSTEM, TASK);

    assertThat(union.repeatedTokens()).isEqualTo(2 * 800 + 800);
  }

  @Test
  void add_prefixOfPartOfABlock_sharesWholeBlocksOnly() {
    add(new PromptPrefix(1, 47));
    add(new PromptPrefix(1, 47));

    assertThat(union.repeatedTokens()).isEqualTo(32);
  }

  @Test
  void add_prefixesThatDisagree_shareWhatTheyAgreeOnOnly() {
    add(SYSTEM, TASK);
    add(SYSTEM, new PromptPrefix(2, 1_200));
    add(TASK); // does not say that it begins with the system prompt

    assertThat(union.repeatedTokens()).isEqualTo(800);
  }

  @Test
  void remove_oneOfTwo_repeatsNothingAnyMore() {
    add(SYSTEM);
    add(SYSTEM);

    union.remove(List.of(SYSTEM), BLOCK);
    assertThat(union.repeatedTokens()).isZero();
    assertThat(union.presentTokens(List.of(SYSTEM), BLOCK)).isEqualTo(800);
    union.remove(List.of(SYSTEM), BLOCK);

    assertThat(union.presentTokens(List.of(SYSTEM), BLOCK)).isZero();
  }

  @Test
  void remove_absentPrefix_isABug() {
    add(SYSTEM);

    assertThatThrownBy(() -> union.remove(List.of(TASK), BLOCK))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("2");
  }

  @Test
  void presentTokens_anotherTask_isTheCommonPart() {
    add(SYSTEM, TASK);

    assertThat(union.presentTokens(List.of(SYSTEM, new PromptPrefix(3, 1_200)), BLOCK))
        .isEqualTo(800);
    assertThat(union.presentTokens(List.of(SYSTEM, TASK), BLOCK)).isEqualTo(1_600);
    assertThat(union.presentTokens(List.of(new PromptPrefix(4, 900)), BLOCK)).isZero();
  }

  @Test
  void repeatedTokens_randomNestedPrefixes_areTheSumLessTheUnion() {
    SplittableRandom random = new SplittableRandom(11);
    List<List<PromptPrefix>> programs = new ArrayList<>();
    for (int step = 0; step < 5_000; step++) {
      if (programs.isEmpty() || random.nextInt(5) < 3) {
        programs.add(nested(random));
        union.add(programs.get(programs.size() - 1), BLOCK);
      } else {
        union.remove(programs.remove(random.nextInt(programs.size())), BLOCK);
      }
      assertThat(union.repeatedTokens()).isEqualTo(repeated(programs));
      assertThat(union.hasCountsOf(unionOf(programs))).isTrue();
    }
    programs.add(List.of(SYSTEM));
    assertThat(union.hasCountsOf(unionOf(programs))).as("with one more").isFalse();
  }

  private static PrefixUnion unionOf(List<List<PromptPrefix>> programs) {
    PrefixUnion union = new PrefixUnion();
    programs.forEach(prefixes -> union.add(prefixes, BLOCK));
    return union;
  }

  /** A path in a tree: each key says how long its prefix is, and which ones it goes on. */
  private static List<PromptPrefix> nested(SplittableRandom random) {
    List<PromptPrefix> path = new ArrayList<>();
    long key = 1;
    for (int depth = 0; depth < random.nextInt(4); depth++) {
      key = key * 3 + random.nextInt(3);
      path.add(new PromptPrefix(key, BLOCK * 10 * (depth + 1L)));
    }
    return path;
  }

  private static long repeated(List<List<PromptPrefix>> programs) {
    Map<Long, Integer> counts = new HashMap<>();
    programs.forEach(path -> path.forEach(p -> counts.merge(p.key(), 1, Integer::sum)));
    Set<Long> once = new HashSet<>(counts.keySet());
    long each = counts.values().stream().mapToLong(Integer::longValue).sum();
    return (each - once.size()) * BLOCK * 10;
  }
}
