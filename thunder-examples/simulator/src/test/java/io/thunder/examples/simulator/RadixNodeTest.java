package io.thunder.examples.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class RadixNodeTest {

  private static final int START = 3;
  private static final int PAGES = 11;

  @Test
  void commonPages_anyAgreement_isFound() {
    ProgramTokens cached = new ProgramTokens(1, 0, 16);
    long[] hashes =
        IntStream.range(START, START + PAGES).mapToLong(cached::blockHash).toArray();
    RadixNode node = new RadixNode(null, START, hashes);

    for (int common = 1; common <= PAGES; common++) {
      ProgramTokens other = new ProgramTokens(1, 0, 16);
      other.rebuild((START + common) * 16L);

      assertThat(node.commonPages(other, START + 2 * PAGES)).isEqualTo(common);
      assertThat(node.commonPages(other, START + common)).isEqualTo(common);
      assertThat(node.commonPages(cached, START + common)).isEqualTo(common);
    }
  }

  @Test
  void split_keepsTheEndAndTheLocks() {
    RadixNode root = new RadixNode(null, 0);
    RadixNode node = new RadixNode(root, 0, 10, 11, 12);
    node.locks = 2;

    RadixNode upper = node.split(1);

    assertThat(upper.parent).isSameAs(root);
    assertThat(node.parent).isSameAs(upper);
    assertThat(upper.end()).isEqualTo(1);
    assertThat(node.start()).isEqualTo(1);
    assertThat(node.end()).isEqualTo(3);
    assertThat(upper.children).containsOnlyKeys(11L);
    assertThat(upper.locks).isEqualTo(2);
  }
}
