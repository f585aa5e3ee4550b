package io.lockstep.sandbox.microsoft.calendar;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lockstep.sandbox.microsoft.GraphJson;
import java.time.Instant;

/**
 * A {@code $deltatoken} (how far a calendar's changes were read) or {@code $skiptoken} (where in a
 * round). Sealed on the wire; it holds the window, so that nothing needs to be sent again.
 *
 * @param generation of the calendar's change log
 * @param round the round to go on with; empty in a delta token
 * @param position in the round
 * @param paused whether the page before was an empty one
 * @param immutableIds the form of ids it was given with
 */
record DeltaToken(
    String mailbox,
    String folder,
    DeltaWindow window,
    long generation,
    String round,
    int position,
    boolean paused,
    boolean immutableIds,
    Instant issued) {

  ObjectNode json() {
    return GraphJson.object()
        .put("mailbox", mailbox)
        .put("folder", folder)
        .put("from", window.from().getEpochSecond())
        .put("until", window.until().getEpochSecond())
        .put("expanded", window.expanded())
        .put("generation", generation)
        .put("round", round)
        .put("position", position)
        .put("paused", paused)
        .put("immutableIds", immutableIds)
        .put("issued", issued.toEpochMilli());
  }

  static DeltaToken read(ObjectNode json) {
    DeltaWindow window =
        new DeltaWindow(
            Instant.ofEpochSecond(json.path("from").asLong()),
            Instant.ofEpochSecond(json.path("until").asLong()),
            json.path("expanded").asBoolean());
    return new DeltaToken(
        json.path("mailbox").asText(),
        json.path("folder").asText(),
        window,
        json.path("generation").asLong(),
        json.path("round").asText(),
        json.path("position").asInt(),
        json.path("paused").asBoolean(),
        json.path("immutableIds").asBoolean(),
        Instant.ofEpochMilli(json.path("issued").asLong()));
  }

  DeltaToken at(int next, boolean afterEmptyPage) {
    return new DeltaToken(
        mailbox, folder, window, generation, round, next, afterEmptyPage, immutableIds, issued);
  }
}
