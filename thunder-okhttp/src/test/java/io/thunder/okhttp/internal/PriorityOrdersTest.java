package io.thunder.okhttp.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.thunder.backend.Backend;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class PriorityOrdersTest {

  private final PriorityOrders orders = new PriorityOrders();

  private static Backend server(int number) {
    return Backend.sglang("http://engine-" + number + ":30000");
  }

  @Test
  void learn_serverThatSaysSo_takesLowerFirstUntilItSaysOtherwise() {
    assertThat(orders.isHigherFirst(server(1))).isTrue();

    orders.learn(server(1).uri(), true);
    orders.learn(server(1).uri(), (Boolean) null);
    assertThat(orders.isHigherFirst(server(1))).isFalse();

    orders.learn(server(1).uri(), false);
    assertThat(orders.isHigherFirst(server(1))).isTrue();
  }

  @Test
  void learn_serversThatComeAndGo_areNotKeptForEver() {
    int many = 100_000;
    for (int i = 0; i < many; i++) {
      orders.learn(server(i).uri(), true);
    }

    assertThat(IntStream.range(0, many).filter(i -> !orders.isHigherFirst(server(i))))
        .hasSizeBetween(60_000, 66_000);
  }
}
