package io.thunder.event;

import java.time.Duration;

/**
 * Something that a self-check found off: what is kept is not what comes out when it is recomputed.
 * There should never be one; each is a defect of Thunder, and worth a report.
 *
 * @param what which number of which program, turn or backend, with its unit
 * @param kept the number that is kept
 * @param recomputed what it should be
 * @param since how long ago a self-check first found it
 */
public record Finding(String what, long kept, long recomputed, Duration since) {

  /**
   * By how much it is off.
   *
   * @return what is kept too much, negative if it is too little
   */
  public long by() {
    return kept - recomputed;
  }

  @Override
  public String toString() {
    return what + " is kept as " + kept + ", recomputed " + recomputed + ", since " + since;
  }
}
