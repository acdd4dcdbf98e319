package io.thunder.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.thunder.program.ProgramId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class ProgramTableTest {

  /** Pieces of the same hash: any two names of as many of them collide. */
  private static final String[] COLLIDING = {"Aa", "BB"};

  private final ProgramTable table = new ProgramTable();

  @Test
  void get_namesOfOneHash_findsEachItsOwn() {
    List<ProgramEntry> programs = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      programs.add(put(colliding(i, 6)));
    }
    for (int i = 0; i < 64; i += 2) {
      table.drop(programs.get(i));
    }

    assertThat(table).hasSize(32);
    for (int i = 0; i < 64; i++) {
      assertThat(table.get(id(colliding(i, 6)))).isSameAs(i % 2 == 0 ? null : programs.get(i));
    }
  }

  @Test
  void put_thousandsOfNamesOfOneHash_areFoundNearTheirHomes() {
    List<ProgramEntry> programs = new ArrayList<>();
    for (int i = 0; i < 1 << 14; i++) {
      programs.add(put(colliding(i, 14)));
    }

    assertThat(table.distanceMax()).isLessThan(300);
    for (int i = 0; i < programs.size(); i += 2) {
      table.drop(programs.get(i));
    }
    for (int i = 0; i < programs.size(); i++) {
      assertThat(table.get(id(colliding(i, 14)))).isSameAs(i % 2 == 0 ? null : programs.get(i));
    }
  }

  @Test
  void getPutDrop_randomly_agreesWithAMap() {
    SplittableRandom random = new SplittableRandom(5);
    Map<String, ProgramEntry> model = new HashMap<>();
    for (int step = 0; step < 50_000; step++) {
      int number = random.nextInt(step < 25_000 ? 2_000 : 100); // it grows, and shrinks
      String name = number % 4 == 0 ? colliding(number, 11) : "program-" + number;
      ProgramEntry there = model.get(name);
      assertThat(table.get(id(name))).isSameAs(there);
      if (there == null) {
        model.put(name, put(name));
      } else {
        table.drop(there);
        model.remove(name);
      }
    }

    assertThat(table).containsExactlyInAnyOrderElementsOf(model.values());
  }

  private ProgramEntry put(String name) {
    ProgramEntry program = new ProgramEntry(id(name), 0);
    table.put(program);
    return program;
  }

  /** A copy each time: callers do not keep their strings. */
  private static ProgramId id(String name) {
    return new ProgramId(new String(name.toCharArray()));
  }

  private static String colliding(int number, int pieces) {
    StringBuilder name = new StringBuilder();
    for (int i = 0; i < pieces; i++) {
      name.append(COLLIDING[number >> i & 1]);
    }
    return name.toString();
  }
}
