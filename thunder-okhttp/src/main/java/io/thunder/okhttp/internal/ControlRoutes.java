package io.thunder.okhttp.internal;

import io.thunder.transport.PauseMode;

/** The routes by which one family of engines is controlled. */
interface ControlRoutes {

  /**
   * One call.
   *
   * @param path the route, with its query
   * @param json the body, or empty for none
   * @param ifMissing what to do about a server that does not have the route
   */
  record Call(String path, String json, String ifMissing) {

    /** The route without its query. */
    String route() {
      int query = path.indexOf('?');
      return query < 0 ? path : path.substring(0, query);
    }
  }

  Call pause(PauseMode mode);

  Call resume();

  Call flushCache();

  Call abortTurns();
}
