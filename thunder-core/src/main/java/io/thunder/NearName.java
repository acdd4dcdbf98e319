package io.thunder;

import java.util.Locale;

/**
 * Recognises the name that was meant by one that means nothing: the same but for case, separators, an
 * organisation in front ({@code org/name}), and one character too many, too few, wrong, or swapped with
 * the next. Costs time in proportion to the length of the names.
 */
final class NearName {

  private final String typed;

  NearName(String typed) {
    this.typed = plain(typed);
  }

  boolean isNear(String other) {
    return isOneEdit(typed, plain(other));
  }

  private static String plain(String name) {
    String last = name.substring(name.lastIndexOf('/') + 1);
    return last.toLowerCase(Locale.ROOT).replaceAll("[-_.: ]", "");
  }

  private static boolean isOneEdit(String one, String other) {
    int shorter = Math.min(one.length(), other.length());
    int longer = Math.max(one.length(), other.length());
    if (shorter < 2 || longer - shorter > 1) {
      return false;
    }
    int front = 0;
    while (front < shorter && one.charAt(front) == other.charAt(front)) {
      front++;
    }
    int back = 0;
    while (back < shorter - front
        && one.charAt(one.length() - 1 - back) == other.charAt(other.length() - 1 - back)) {
      back++;
    }
    int between = longer - front - back;
    boolean swapped = shorter == longer
        && between == 2
        && one.charAt(front) == other.charAt(front + 1)
        && one.charAt(front + 1) == other.charAt(front);
    return between <= 1 || swapped;
  }
}
