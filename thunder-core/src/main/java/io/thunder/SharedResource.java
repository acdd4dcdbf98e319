package io.thunder;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * What a program owns in several pools: closed with the last of these. Thread-safe.
 *
 * <p>Each pool lets go of what a program owns one after the other. So whoever closes a resource has
 * not let go of the next one yet, and the order of closing is that of one pool.
 */
@SuppressWarnings("try") // close() may throw what the resource throws, interrupts included
final class SharedResource implements AutoCloseable {

  private final AutoCloseable resource;
  private final AtomicInteger owners;

  SharedResource(AutoCloseable resource, int owners) {
    this.resource = resource;
    this.owners = new AtomicInteger(owners);
  }

  /** Called once by each owner. */
  @Override
  public void close() throws Exception {
    if (owners.decrementAndGet() == 0) {
      resource.close();
    }
  }

  /** Names the resource. */
  @Override
  public String toString() {
    return resource.toString();
  }
}
