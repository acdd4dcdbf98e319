package io.thunder.internal;

import io.thunder.program.ProgramId;
import java.util.AbstractCollection;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * The live programs by id. Open addressing with linear probing: entries lie in the table itself and
 * know their names, and a byte beside each slot tells nearly all others from the one that is looked
 * for. So finding one of a million costs a cache miss for the slot and one for the entry, where {@link
 * java.util.HashMap} takes four and 32 bytes more per program. Removing moves later entries of a run back, so that no tombstones remain; the table shrinks when
 * most programs are gone.
 *
 * <p>Its order depends on the names, and on the order of what was added and removed, on nothing else:
 * unless hundreds of names share a hash, as those do that somebody made up to slow everybody down.
 * Then all are hashed with a key that nobody knows.
 */
final class ProgramTable extends AbstractCollection<ProgramEntry> {

  private static final int CAPACITY_MIN = 16;

  /** 2^32 over the golden ratio: spreads hashes that differ in their low bits only. */
  private static final int SPREAD = 0x9E3779B9;

  private @Nullable ProgramEntry[] slots = new @Nullable ProgramEntry[CAPACITY_MIN];

  /** Of who lies in each slot: the low bits of a hash whose high bits say where; 0 if free. */
  private byte[] tags = new byte[CAPACITY_MIN];

  /** Names this far from home are no chance. */
  private static final int DISTANCE_MAX = 256;

  /** What names are hashed with once many of one hash have come; 0 before. */
  private long key;

  private int size;

  @Override
  public int size() {
    return size;
  }

  /** The program of an id, or null. */
  @Nullable
  ProgramEntry get(ProgramId id) {
    return slots[slotOf(id.value())];
  }

  /** Adds a program whose id is not here. */
  void put(ProgramEntry program) {
    if (2 * (size + 1) > slots.length) {
      resize(2 * slots.length);
    }
    int slot = slotOf(program.name);
    fill(slot, program);
    size++;
    if (key == 0 && ((slot - home(spread(program.name))) & (slots.length - 1)) > DISTANCE_MAX) {
      key = (long) System.identityHashCode(this) << 32 | System.identityHashCode(new Object()) | 1;
      resize(slots.length);
    }
  }

  /** Removes a program that is here. */
  void drop(ProgramEntry program) {
    int hole = slotOf(program.name);
    int mask = slots.length - 1;
    int slot = (hole + 1) & mask;
    for (ProgramEntry next = slots[slot]; next != null; next = slots[slot]) {
      int home = home(spread(next.name));
      if (((slot - home) & mask) >= ((slot - hole) & mask)) { // it may lie at the hole
        fill(hole, next);
        hole = slot;
      }
      slot = (slot + 1) & mask;
    }
    slots[hole] = null;
    tags[hole] = 0;
    size--;
    if (slots.length > CAPACITY_MIN && 8 * size < slots.length) {
      resize(slots.length / 2);
    }
  }

  /** Where a name is, or where it belongs. */
  private int slotOf(String name) {
    int spread = spread(name);
    byte tag = tag(spread);
    int mask = slots.length - 1;
    int slot = home(spread);
    while (tags[slot] != 0 && !(tags[slot] == tag && isNamed(slots[slot], name))) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private static boolean isNamed(@Nullable ProgramEntry program, String name) {
    return program != null && program.name.equals(name);
  }

  private void fill(int slot, ProgramEntry program) {
    slots[slot] = program;
    tags[slot] = tag(spread(program.name));
  }

  private int spread(String name) {
    return key == 0 ? name.hashCode() * SPREAD : keyed(name);
  }

  private int keyed(String name) {
    long hash = key;
    for (int i = 0; i < name.length(); i++) {
      hash = (hash ^ name.charAt(i)) * 0x9E37_79B9_7F4A_7C15L;
      hash ^= hash >>> 29;
    }
    return (int) ((hash * 0xBF58_476D_1CE4_E5B9L) >>> 32);
  }

  private int home(int spread) {
    return spread >>> (Integer.numberOfLeadingZeros(slots.length) + 1);
  }

  /** How far the one farthest from its home lies; for tests. */
  int distanceMax() {
    int most = 0;
    for (int slot = 0; slot < slots.length; slot++) {
      ProgramEntry program = slots[slot];
      if (program != null) {
        most = Math.max(most, (slot - home(spread(program.name))) & (slots.length - 1));
      }
    }
    return most;
  }

  private static byte tag(int spread) {
    return (byte) (spread | 1);
  }

  private void resize(int capacity) {
    @Nullable ProgramEntry[] before = slots;
    slots = new @Nullable ProgramEntry[capacity];
    tags = new byte[capacity];
    for (ProgramEntry program : before) {
      if (program != null) {
        fill(slotOf(program.name), program);
      }
    }
  }

  @Override
  public Iterator<ProgramEntry> iterator() {
    return new Iterator<>() {

      private int next = following(0);

      @Override
      public boolean hasNext() {
        return next < slots.length;
      }

      @Override
      public ProgramEntry next() {
        ProgramEntry program = hasNext() ? slots[next] : null;
        if (program == null) {
          throw new NoSuchElementException();
        }
        next = following(next + 1);
        return program;
      }

      private int following(int from) {
        int slot = from;
        while (slot < slots.length && slots[slot] == null) {
          slot++;
        }
        return slot;
      }
    };
  }
}
