package io.thunder.examples.soak.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.thunder.ThunderClient;
import io.thunder.TurnDemand;
import io.thunder.TurnLease;
import io.thunder.backend.Backend;
import io.thunder.chat.Usage;
import io.thunder.examples.soak.agent.Roster;
import io.thunder.examples.soak.agent.TurnWatch;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class AuditTest {

  private final AtomicLong clock = new AtomicLong();
  private final Roster roster = new Roster(clock::get);
  private final TurnWatch watch = new TurnWatch(clock::get);
  private final ThunderClient client = ThunderClient.builder()
      .backend(Backend.vllm("http://127.0.0.1:1").withCapacityTokens(1_000))
      .build();
  private final Audit audit = new Audit(client, watch, roster, Timings.DEFAULT, clock::get);

  @AfterEach
  void close() {
    client.close();
  }

  private List<String> lost() {
    return audit.verdicts().stream()
        .filter(verdict -> !verdict.passed())
        .map(Verdict::name)
        .toList();
  }

  @Test
  void check_turnWithoutOutcome_hangsAfterBound() {
    long turn = watch.begin();
    clock.addAndGet(Timings.DEFAULT.hung().toNanos() - 1);
    audit.check();
    assertThat(lost()).isEmpty();
    clock.incrementAndGet();
    audit.check();
    watch.end(turn);
    assertThat(lost()).containsExactly("hung turns");
    assertThat(watch.open()).isZero();
    assertThat(watch.begun()).isEqualTo(1);
  }

  @Test
  void check_programOfNobody_isLeakedAfterBound() {
    client.admit("nobody", TurnDemand.ofTokens(10)).complete(new Usage(10, 1, null));
    audit.check();
    clock.addAndGet(Timings.DEFAULT.leaked().toNanos() + 1);
    audit.check();
    assertThat(lost()).containsExactly("leaked programs");
  }

  @Test
  void remains_leaseNotEnded_areSeenUntilReleased() {
    TurnLease lease = client.admit("one", TurnDemand.ofTokens(10));
    Remains remains = Remains.of(client.snapshot());
    assertThat(remains.isNothing()).isFalse();
    assertThat(remains.verdicts().stream().filter(verdict -> !verdict.passed()))
        .extracting(Verdict::name)
        .containsExactly(
            "programs left at the end",
            "leases and turns left in flight",
            "tokens left in ledgers");
    lease.close();
    client.release("one");
    assertThat(Remains.of(client.snapshot()).isNothing()).isTrue();
  }
}
