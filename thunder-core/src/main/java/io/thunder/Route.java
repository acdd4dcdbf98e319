package io.thunder;

import org.jspecify.annotations.Nullable;

/**
 * Where a turn goes.
 *
 * @param client who schedules it
 * @param model the model that it is sent for, or null for what it names itself
 */
record Route(ThunderClient client, @Nullable String model) {}
