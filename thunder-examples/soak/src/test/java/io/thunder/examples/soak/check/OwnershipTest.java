package io.thunder.examples.soak.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.thunder.examples.soak.agent.Roster;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class OwnershipTest {

  private static final long LEAKED = 100;
  private static final List<String> ONE = List.of("one");

  private final AtomicLong clock = new AtomicLong(1_000);
  private final Roster roster = new Roster(clock::get);
  private final Ownership ownership = new Ownership(roster, LEAKED, clock::get);

  private void checkAfter(long nanos) {
    clock.addAndGet(nanos);
    ownership.check(ONE);
  }

  @Test
  void check_ownedProgram_isNeverLeaked() {
    roster.own("one");
    checkAfter(0);
    checkAfter(10 * LEAKED);
    assertThat(ownership.leaked()).isEmpty();
    assertThat(ownership.strays()).isZero();
  }

  @Test
  void check_abandonedProgram_isLeakedOnceItShouldHaveExpired() {
    roster.own("one");
    roster.abandoned("one", /* leaseLost= */ false);
    checkAfter(LEAKED);
    assertThat(ownership.leaked()).isEmpty();
    checkAfter(1);
    assertThat(ownership.leaked()).containsExactly("one");
  }

  @Test
  void check_programWithLostLease_mayStayUntilCollectedAndExpired() {
    roster.abandoned("one", /* leaseLost= */ true);
    checkAfter(10 * LEAKED);
    assertThat(ownership.leaked()).isEmpty();
    roster.collected();
    checkAfter(LEAKED);
    assertThat(ownership.leaked()).isEmpty();
    checkAfter(1);
    assertThat(ownership.leaked()).containsExactly("one");
  }

  @Test
  void check_releasedProgramSeenOnce_isNoStray() {
    checkAfter(0);
    ownership.check(List.of());
    checkAfter(10 * LEAKED);
    assertThat(ownership.strays()).isZero();
    assertThat(ownership.leaked()).isEmpty();
  }

  @Test
  void check_releasedProgramThatStays_isStrayAndThenLeaked() {
    roster.own("one");
    roster.released("one");
    checkAfter(0);
    checkAfter(LEAKED);
    assertThat(ownership.strays()).isEqualTo(1);
    assertThat(ownership.leaked()).isEmpty();
    checkAfter(1);
    assertThat(ownership.leaked()).containsExactly("one");
  }

  @Test
  void expired_ownedAgain_staysOwned() {
    roster.abandoned("one", /* leaseLost= */ false);
    roster.own("one");
    roster.expired("one");
    assertThat(roster.isOwned("one")).isTrue();
    roster.abandoned("one", /* leaseLost= */ false);
    roster.expired("one");
    assertThat(roster.size()).isZero();
  }
}
