package io.thunder.backend;

import java.util.List;

/**
 * Says which backends there are at present, for clients whose engines come and go at run time. A client
 * asks at an interval, on its executor, one question at a time, and adds and removes backends so that it
 * has those that the source lists. A backend whose URL, kind or capacity has changed under its id is
 * removed and added again.
 */
@FunctionalInterface
public interface BackendSource {

  /**
   * Lists the backends. May block, but should bound that: it is not asked again before it has answered.
   *
   * @return all backends that there are now, in any order, each under an id of its own; an empty list
   *     means that there are none
   * @throws Exception if that is not known at present; then the client keeps what was listed last, as
   *     it does where the list is none or has an id twice, and logs one warning until it hears more
   */
  List<Backend> backends() throws Exception;

  /**
   * A source that always lists the same.
   *
   * @param backends what it lists
   * @return the source
   */
  static BackendSource fixed(Backend... backends) {
    List<Backend> all = List.of(backends);
    return () -> all;
  }
}
