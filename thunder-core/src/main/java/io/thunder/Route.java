package io.thunder;

import io.thunder.chat.ChatRequest;

/**
 * Where a turn goes.
 *
 * @param client who schedules it
 * @param request as it is sent
 */
record Route(ThunderClient client, ChatRequest request) {}
