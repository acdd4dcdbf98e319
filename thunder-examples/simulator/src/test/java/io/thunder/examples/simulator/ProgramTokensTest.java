package io.thunder.examples.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ProgramTokensTest {

  private static final int BLOCK = 16;
  private static final SharedPrefix SYSTEM = SharedPrefix.ofAll(3 * BLOCK + 1);

  private final ProgramTokens one = program(1, 7);
  private final ProgramTokens sibling = program(2, 7);
  private final ProgramTokens stranger = program(3, 8);

  @Test
  void blockHash_nestedPrefixes_areSharedByThoseWithTheirKeys() {
    assertThat(hashes(one, 0, 5)).isEqualTo(hashes(sibling, 0, 5));
    assertThat(hashes(one, 0, 3)).isEqualTo(hashes(stranger, 0, 3));
    assertThat(hashes(one, 3, 5)).doesNotContainAnyElementsOf(hashes(stranger, 3, 5));
    assertThat(one.blockHash(5)).isNotEqualTo(sibling.blockHash(5));
  }

  @Test
  void blockHash_onlyPrefix_isThatOfASharedPrefixForAll() {
    ProgramTokens shared = new ProgramTokens(9, 3 * BLOCK, BLOCK);

    assertThat(hashes(shared, 0, 3)).isEqualTo(hashes(one, 0, 3));
    assertThat(shared.blockHash(3)).isNotEqualTo(one.blockHash(3));
  }

  @Test
  void fork_wholeBlocksOfTheHistory_areInherited() {
    one.rebuild(6 * BLOCK);
    ProgramTokens child = one.fork(4, 8 * BLOCK + 15);

    assertThat(hashes(child, 0, 8)).isEqualTo(hashes(one, 0, 8));
    assertThat(child.blockHash(8)).isNotEqualTo(one.blockHash(8));
  }

  @Test
  void fork_rebuiltChild_leavesItsParentAsItIs() {
    ProgramTokens child = one.fork(4, 8 * BLOCK);
    List<Long> before = hashes(one, 0, 12);

    child.rebuild(9 * BLOCK);

    assertThat(hashes(one, 0, 12)).isEqualTo(before);
  }

  @Test
  void plan_prefixesOutOfOrder_areRefused() {
    List<SharedPrefix> falling = List.of(new SharedPrefix(1, 32), new SharedPrefix(2, 16));

    assertThatThrownBy(() -> new ProgramPlan(0, falling, List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("order");
  }

  private static ProgramTokens program(int index, long group) {
    return new ProgramTokens(index, List.of(SYSTEM, new SharedPrefix(group, 5 * BLOCK)), BLOCK);
  }

  private static List<Long> hashes(TokenSource tokens, int from, int to) {
    return IntStream.range(from, to).mapToObj(tokens::blockHash).toList();
  }
}
