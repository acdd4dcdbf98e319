package io.thunder;

import java.util.Locale;

/** Tells names that were meant from others. Costs time in proportion to their length. */
final class NearName {

  private NearName() {}

  /**
   * Whether two names are the same but for case, separators, an organisation in front ({@code
   * org/name}), and one character too many, too few, wrong, or swapped with the next.
   */
  static boolean isNear(String one, String other) {
    return isOneEdit(plain(one), plain(other));
  }

  private static String plain(String name) {
    String last = name.substring(name.lastIndexOf('/') + 1);
    return last.toLowerCase(Locale.ROOT).replaceAll("[-_.: ]", "");
  }

  private static boolean isOneEdit(String one, String other) {
    int shorter = Math.min(one.length(), other.length());
    int longer = Math.max(one.length(), other.length());
    int front = 0;
    while (front < shorter && one.charAt(front) == other.charAt(front)) {
      front++;
    }
    int back = 0;
    while (back < shorter - front
        && one.charAt(one.length() - 1 - back) == other.charAt(other.length() - 1 - back)) {
      back++;
    }
    boolean swapped = shorter == longer
        && longer - front - back == 2
        && one.charAt(front) == other.charAt(front + 1)
        && one.charAt(front + 1) == other.charAt(front);
    return shorter > 1 && (longer - front - back <= 1 || swapped);
  }
}
